import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../plan/whole-file.ts";
import { Connection } from "../api/connection.ts";
import { LabError } from "../lab-errors.ts";
import { runningLab } from "../process/running.ts";
import { labDirectory } from "../process/state.ts";
import { personaOf } from "./persona-kubeconfig.ts";

export interface PersonaKubeconfig {
  /** Path of a kubeconfig with a real token. It is deleted with the lab. */
  readonly kubeconfig: string;
  /** User and groups, for example `oidc:payments-developer (oidc:payments-dev)`. */
  readonly title: string;
  readonly namespace: string | undefined;
}

/**
 * Writes a kubeconfig for an identity of a running lab.
 *
 * @param who for example `platform`, `payments:developer` or `payments:workload/api`
 * @throws LabError if the lab or the persona doesn't exist
 */
export async function personaKubeconfig(name: string, who: string): Promise<PersonaKubeconfig> {
  const record = await runningLab(name);
  if (record === undefined) {
    throw new LabError(`no lab of the name ${name} is running. Start it: casemate lab up --name ${name}`);
  }
  const connection = new Connection(record.coordinates);
  const { identity, title, namespace } = await personaOf(who, record, connection);
  const context = { name: `${name}-${who}`, ...(namespace === undefined ? {} : { namespace }) };
  const folder = join(labDirectory(name), "kubeconfigs");
  mkdirSync(folder, { mode: 0o700, recursive: true });
  const kubeconfig = join(folder, `${who.replaceAll(/[:/]/g, "-")}.yaml`);
  // Another shell can be reading it.
  replaceFile(kubeconfig, await connection.kubeconfig(identity, context), { mode: 0o600 });
  return { kubeconfig, title, namespace };
}
