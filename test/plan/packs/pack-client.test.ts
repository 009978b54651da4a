import { join } from "node:path";
import { expect } from "chai";
import type { Registration } from "../../../plan/engine/registration.ts";
import { loadSdk, markers } from "../../../plan/engine/sdk.ts";
import { PackClient } from "../../../plan/packs/pack-client.ts";
import { startPack } from "../../../plan/packs/pack-process.ts";
import type { Verdict } from "../../../protocol/diagnostic.ts";
import { removeTemporaryProjects, temporaryProject } from "../temporary-project.ts";

const bucket = {
  urn: "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data",
  type: "aws:s3/bucket:Bucket",
  name: "data",
  parent: "",
  custom: true,
  remote: false,
  inputs: { bucket: markers.unknown },
  dependencies: [],
  propertyDependencies: {},
  provider: "",
  providers: {},
  protect: false,
  deletedWith: "",
  retainOnDelete: false,
  ignoreChanges: [],
  aliases: [],
  additionalSecretOutputs: [],
} satisfies Registration;

/** The verdict of another pack on a bucket whose name isn't known yet. */
async function verdictOf(policies: string): Promise<Verdict> {
  const directory = temporaryProject({
    "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
    "pack/package.json": '{ "name": "pack", "version": "1.0.0", "type": "module", "main": "index.js" }',
    "pack/index.js": `import { PolicyPack } from "@pulumi/policy";
new PolicyPack("pack", { enforcementLevel: "mandatory", policies: [${policies}] });\n`,
  });
  const client = new PackClient(loadSdk(import.meta.dirname), startPack(join(directory, "pack")));
  await client.analyze(bucket);
  return await client.finish();
}

describe("another policy pack than Casemate's", function () {
  this.timeout(20_000);
  after(removeTemporaryProjects);

  it("is undecided on a resource if it needs a value that isn't known yet", async () => {
    const { diagnostics } = await verdictOf(
      `{ name: "short", description: "Short.", severity: "low",
         validateResource: (args, report) => args.props.bucket.length > 9 && report("too long") }`,
    );
    expect(diagnostics).to.have.length(1);
    expect(diagnostics[0]).to.deep.include({ policy: "short", enforcement: "advisory", undecidable: true });
    expect(diagnostics[0]).to.include({ urn: bucket.urn, severity: "low" });
  });

  it("is undecided on the stack for the same reason", async () => {
    const { diagnostics } = await verdictOf(
      `{ name: "short", description: "Short.",
         validateStack: (args, report) => args.resources.forEach(({ props }) => props.bucket.length) }`,
    );
    expect(diagnostics).to.have.length(1);
    expect(diagnostics[0]).to.deep.include({ policy: "short", urn: "", undecidable: true });
  });

  it("is decided if its message has another reason", async () => {
    const { diagnostics } = await verdictOf(
      `{ name: "none", description: "No buckets.", enforcementLevel: "advisory",
         validateResource: (args, report) => report("can't run without") }`,
    );
    expect(diagnostics).to.deep.equal([
      {
        policy: "none",
        enforcement: "advisory",
        severity: "",
        urn: bucket.urn,
        message: "No buckets.\ncan't run without",
      },
    ]);
  });

  it("fails the plan if a rule throws an error", async () => {
    const broken = verdictOf(
      `{ name: "broken", description: "Broken.", validateResource: () => { throw new Error("no idea"); } }`,
    );
    const error = await broken.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).and.have.property("name", "PackError");
    expect(String(error)).to.include("no idea");
  });
});
