/** Prints all registrations of a stack's program: `node record-stack.ts <directory> <stack>`. */

import { record, sdkOf } from "../../plan/engine/record.ts";
import { readProject } from "../../plan/project/project.ts";
import { readStackConfig } from "../../plan/project/stack-config.ts";

const [directory = ".", stack = "dev"] = process.argv.slice(2);
const project = readProject(directory);
const monitor = await record({
  sdk: sdkOf(project),
  project,
  stack,
  config: readStackConfig(project, stack),
  // Its own last update, of which there is none.
  readStack: async () => ({ outputs: {}, secretOutputNames: [] }),
});
process.stdout.write(JSON.stringify([...monitor.registrations.values()]), () => process.exit());
