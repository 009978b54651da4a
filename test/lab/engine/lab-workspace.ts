import type { Context } from "mocha";
import type { Lab } from "../../../lab/lab.ts";
import { hasKubernetes } from "../../engine/tools.ts";
import { Workspace } from "../../engine/workspace.ts";

/** A workspace with a lab. Skips the suite if the machine can't run one; the first line of the run says so. */
export async function createWorkspace(context: Context): Promise<{ workspace: Workspace; lab: Lab }> {
  if (!hasKubernetes) {
    context.skip();
  }
  const workspace = await Workspace.create({ kubernetes: true });
  if (workspace.lab === undefined) {
    throw new Error("a workspace with Kubernetes has no lab");
  }
  return { workspace, lab: workspace.lab };
}
