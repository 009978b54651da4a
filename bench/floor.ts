/**
 * The least that a plan can take: `floor.ts <stack> [tenants]` runs the same program on the SDK's own mocks and does
 * nothing else. Its providers answer with the plan's stand-ins, or the program would end early.
 */
import { enableCompileCache } from "node:module";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
enableCompileCache(join(root, ".cache", "compile"));
const [stack = "dev", tenants] = process.argv.slice(2);
const pulumi = await import("@pulumi/pulumi");
const { answerInvoke } = await import("../plan/engine/invokes.ts");
const { expansions } = await import("../plan/engine/expansions.ts");
const { placeholders } = await import("../plan/engine/placeholders.ts");
const { readProject } = await import("../plan/project/project.ts");
const { readStackConfig } = await import("../plan/project/stack-config.ts");

const account = { accountId: "111122223333", region: "eu-central-1" };
const project = readProject(root);
const { values, secretKeys } = readStackConfig(project, stack);
let resources = 0;

await pulumi.runtime.setMocks(
  {
    newResource: ({ type, name, inputs, custom }) => {
      resources++;
      const made = { urn: name, type, name, inputs };
      const { id, outputs } = custom === false ? {} : placeholders(made, account);
      return { id: id ?? name, state: { ...inputs, ...outputs, ...remoteOutputs(type, name, inputs) } };
    },
    call: ({ token, inputs }) => answerInvoke(token, inputs, account),
  },
  project.name,
  stack,
  true,
  "organization",
);
pulumi.runtime.setAllConfig(
  { ...values, ...(tenants !== undefined && { [`${project.name}:tenants`]: tenants }) },
  [...secretKeys],
);
await pulumi.runtime.runInPulumiStack(async () => {
  const { default: program } = await import("../index.ts");
  return program();
});
await pulumi.runtime.disconnect();
console.log(`${resources} resources`);

/** A remote component has no children on mocks. Its outputs hold the cluster as plain data. */
function remoteOutputs(type: string, name: string, inputs: object): object {
  const expand = expansions[type];
  if (expand === undefined) {
    return {};
  }
  const component = { name, urn: name, inputs: { ...inputs }, provider: "", providers: {} };
  const [cluster] = expand(component as unknown as Parameters<typeof expand>[0], () => undefined).children;
  if (cluster === undefined) {
    return {};
  }
  const { accessConfig } = cluster.inputs;
  const sealed = {
    // A transform of Casemate's sets it, which mocks don't run.
    accessConfig: { ...(accessConfig as object), bootstrapClusterCreatorAdminPermissions: false },
  };
  const { outputs } = placeholders({ ...cluster, urn: cluster.name }, account);
  return { eksCluster: { ...cluster.inputs, ...sealed, ...outputs } };
}
