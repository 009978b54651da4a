import { expect } from "chai";
import { EncryptionKeys } from "../../../components/encryption/encryption-keys.ts";
import type { EncryptionKeysArgs } from "../../../components/encryption/encryption-keys-args.ts";
import { InputError } from "../../../components/shared/input/input-error.ts";
import { type DeployOptions, deploy } from "../../harness.ts";

const key = "aws:kms/key:Key";

function deployKeys(args: Partial<EncryptionKeysArgs> = {}, options?: DeployOptions) {
  return deploy(() => new EncryptionKeys("prod", { logGroups: ["/aws/eks/prod/cluster"], ...args }), options);
}

function roles(answer: Record<string, unknown>): DeployOptions {
  return { invoke: (token) => (token.endsWith(":getRoles") ? answer : undefined) };
}

function failure(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

describe("EncryptionKeys", () => {
  it("creates a rotated, protected key for each purpose, with 30 days to cancel its deletion", async () => {
    const deployment = await deployKeys();
    expect(deployment.all(key).map(({ name }) => name)).to.have.members([
      "prod-secrets",
      "prod-logs",
      "prod-disks",
    ]);
    for (const { inputs, protect } of deployment.all(key)) {
      expect(inputs).to.include({ enableKeyRotation: true, deletionWindowInDays: 30 });
      expect(inputs).to.not.have.property("bypassPolicyLockoutSafetyCheck");
      expect(protect).to.equal(true);
    }
  });

  it("gives each key an alias", async () => {
    const deployment = await deployKeys();
    expect(deployment.all("aws:kms/alias:Alias").map(({ inputs }) => inputs["name"])).to.have.members([
      "alias/casemate/prod/secrets",
      "alias/casemate/prod/logs",
      "alias/casemate/prod/disks",
    ]);
  });

  it("gives each key the policy of its purpose, known at preview", async () => {
    for (const autoScalingRole of ["existing", "create"] as const) {
      const deployment = await deployKeys({ autoScalingRole }, { preview: true });
      const policy = (name: string) => deployment.one(key, name).inputs["policy"];
      expect(policy("prod-secrets")).to.include("AccountLetsEksUseKey");
      expect(policy("prod-logs")).to.include("log-group:/aws/eks/prod/cluster");
      expect(policy("prod-disks")).to.include("AWSServiceRoleForAutoScaling");
    }
  });

  it("creates only the requested keys, and looks up the role only if a key needs it", async () => {
    const deployment = await deployKeys({ purposes: ["logs"] }, roles({ arns: [], names: [] }));
    expect(deployment.all(key).map(({ name }) => name)).to.deep.equal(["prod-logs"]);
  });

  it("names the missing purpose when a program uses a key that doesn't exist", async () => {
    await deploy(() => {
      const keys = new EncryptionKeys("prod", { purposes: ["secrets"] });
      expect(() => keys.disks).to.throw(InputError, 'Add "disks" to its purposes.');
      expect(() => keys.secrets).to.not.throw();
    });
  });

  it("lets Pulumi delete disposable keys, except the key of logs", async () => {
    const deployment = await deployKeys({ lifecycle: "disposable" });
    for (const { name, protect, retainOnDelete } of deployment.all(key)) {
      expect(protect, name).to.equal(false);
      expect(retainOnDelete, name).to.equal(name === "prod-logs");
    }
  });

  it("lets Pulumi delete the key of logs if the stack deletes the logs", async () => {
    const deployment = await deployKeys({ keepLogsKey: false });
    expect(deployment.one(key, "prod-logs").retainOnDelete).to.equal(false);
  });

  describe("Auto Scaling's service-linked role", () => {
    it("that is missing is an error, with the command that creates it", async () => {
      const error = await failure(deployKeys({}, roles({ arns: [], names: [] })));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).message)
        .to.include('EncryptionKeys "prod": autoScalingRole')
        .and.include("aws iam create-service-linked-role --aws-service-name autoscaling.amazonaws.com")
        .and.include('"create"');
    });

    it("that is missing leaves no key behind", async () => {
      const registered: string[] = [];
      await failure(
        deployKeys(
          {},
          {
            ...roles({ arns: [], names: [] }),
            outputs: (type) => {
              registered.push(type);
              return {};
            },
          },
        ),
      );
      expect(registered.filter((type) => type.startsWith("aws:"))).to.deep.equal([]);
    });

    it("passes as existing if mocks give no list", async () => {
      expect((await deployKeys({}, roles({ pathPrefix: "/" }))).all(key)).to.have.length(3);
    });

    it("is created first on request, and stays for other stacks", async () => {
      const deployment = await deployKeys({ autoScalingRole: "create" }, roles({ arns: [], names: [] }));
      const role = deployment.one("aws:iam/serviceLinkedRole:ServiceLinkedRole");
      expect(role.inputs).to.deep.equal({ awsServiceName: "autoscaling.amazonaws.com" });
      expect(role.retainOnDelete).to.equal(true);
      expect(deployment.one(key, "prod-disks").dependencies).to.include(role.urn);
    });
  });

  const invalidArgs: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["no log group for the logs key", { logGroups: [] }, "logGroups: received []"],
    ["every log group", { logGroups: ["*"] }, 'logGroups[0]: received "*"'],
    ["a wildcard in the middle", { logGroups: ["/aws/*/cluster"] }, "logGroups[0]"],
    ["a variable", { logGroups: ["/a", "/aws/$" + "{aws:username}"] }, "logGroups[1]"],
    ["an empty name", { logGroups: [""] }, 'logGroups[0]: received ""'],
    ["no purpose", { purposes: [] }, "purposes: received []"],
    ["a purpose twice", { purposes: ["logs", "logs"] }, "purposes"],
    ["an unknown purpose", { purposes: ["images"] }, 'purposes[0]: received "images"'],
    ["an unknown value for the role", { autoScalingRole: "maybe" }, 'autoScalingRole: received "maybe"'],
    ["an unknown lifecycle", { lifecycle: "eternal" }, 'lifecycle: received "eternal"'],
  ];
  for (const [what, args, message] of invalidArgs) {
    it(`refuses ${what}`, async () => {
      const error = await failure(deployKeys(args as never));
      expect(error).to.be.instanceOf(InputError).with.property("message").that.includes(message);
    });
  }
});
