import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { runProgram } from "../stacks/program.ts";
import { config, tenantFiles } from "./stack-0.1.ts";

const file = join(import.meta.dirname, "urns-0.1.txt");

/**
 * The URNs of a release's stack, which states of users have. Nothing regenerates them: a resource with another name or
 * type needs an alias. A child of a renamed component needs one as well, because its URN has the types of its parents.
 * The engine's preview succeeds without the alias, and the update fails with "already exists".
 */
describe("the resources of release 0.1", () => {
  it("keep their URNs, or have an alias", async () => {
    const { resources } = await runProgram(config, tenantFiles);
    const known = new Set(resources.flatMap(({ urn, aliases }) => [urn, ...aliases]));
    if (process.env["RELEASE_URNS"] === "write") {
      writeFileSync(file, [...resources.map(({ urn }) => `${urn}\n`)].sort().join(""));
    }
    const released = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(released.length).to.be.greaterThan(100);
    expect(released.filter((urn) => !known.has(urn))).to.deep.equal([]);
  });
});
