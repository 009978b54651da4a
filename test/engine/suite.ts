import type { Runner } from "mocha";
import { runBuilds } from "../lab/support/builds.ts";
import { hasKubernetes, isOnPath } from "./tools.ts";

/** Mocha loads it before the tests. It prints in one line how the suite runs, or why it doesn't. */
const missing = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-eks"].filter((tool) => !isOnPath(tool));
if (missing.length > 0) {
  console.log(`Engine suite skipped: ${missing.join(", ")} not on the PATH.`);
  process.exit(0);
}
console.log(
  hasKubernetes
    ? "Engine suite: fake AWS, and the lab's real Kubernetes."
    : "Engine suite: fake AWS, and a fake Kubernetes (Go or pulumi-resource-kubernetes not on the PATH).",
);

/** Builds happen here, before the tests: they would take longer than the time that a test has. */
export async function mochaGlobalSetup(this: Runner): Promise<void> {
  await runBuilds(this, (line) => console.log(line));
}
