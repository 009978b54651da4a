import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { actionsFile } from "../../iam/generate.ts";
import { serviceOf, servicePrefixes } from "../../iam/service-actions.ts";

describe("the data of AWS's actions", () => {
  it("is what the package says", async function () {
    this.timeout(60_000);
    const file = readFileSync(join(import.meta.dirname, "../../iam/actions.json"), "utf8");
    expect((await actionsFile()) === file, "run npm run generate").to.equal(true);
  });

  it("has the services and levels of the Service Authorization Reference", () => {
    expect(servicePrefixes().length).to.be.above(400);
    const action = (service: string, name: string) => serviceOf(service)?.actions.get(name.toLowerCase());
    expect(action("dynamodb", "GetItem")).to.deep.include({ level: "read", resourceTypes: ["table"] });
    expect(action("iam", "AttachRolePolicy")?.level).to.equal("permissions");
    expect(action("s3", "ListAllMyBuckets")).to.deep.include({ level: "list", resourceTypes: [] });
    expect(action("ec2", "CreateTags")?.level).to.equal("tagging");
    expect(action("sqs", "SendMessage")?.level).to.equal("write");
  });

  it("has no service by the name of an object's property", () => {
    expect(["__proto__", "constructor", "toString"].map(serviceOf)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
