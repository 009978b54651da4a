import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { AuditLog, auditLogGroupName } from "../../../components/audit/audit-log.ts";
import type { AuditLogArgs } from "../../../components/audit/audit-log-args.ts";
import { InputError } from "../../../components/shared/input/input-error.ts";
import { deploy } from "../../harness.ts";

const args: AuditLogArgs = {
  clusterName: "prod",
  keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1",
};
const logGroup = "aws:cloudwatch/logGroup:LogGroup";

function deployLog(changes: Partial<AuditLogArgs> = {}) {
  return deploy(() => new AuditLog("prod", { ...args, ...changes }));
}

/** The id by which the engine would import the log group, if the account has the log groups `existing`. */
async function importId(existing: readonly string[] | undefined): Promise<string | undefined> {
  let id: string | undefined;
  await deploy(
    async () => {
      const transforms: pulumi.ResourceTransform[] = [];
      new AuditLog("prod", args, {
        transformations: [
          ({ type, opts }) => {
            transforms.push(...((type === logGroup && opts.transforms) || []));
            return undefined;
          },
        ],
      });
      for (const transform of transforms) {
        const result = await transform({
          custom: true,
          type: logGroup,
          name: "prod-audit",
          props: {},
          opts: { protect: true },
        });
        id = (result?.opts as pulumi.CustomResourceOptions | undefined)?.import;
        expect(result?.opts.protect ?? true, "other options stay").to.equal(true);
      }
      expect(transforms).to.have.length(1);
    },
    {
      invoke: (token) =>
        token.endsWith(":getLogGroups") && existing !== undefined ? { logGroupNames: existing } : undefined,
    },
  );
  return id;
}

describe("AuditLog", () => {
  it("counts tampering with admission policies in the log", async () => {
    const { one } = await deployLog();
    const { inputs, dependencies } = one(
      "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      "prod-PolicyTampering",
    );
    expect(inputs["pattern"]).to.contain("admissionregistration.k8s.io").and.to.have.length.below(1025);
    expect(inputs["logGroupName"]).to.equal("/aws/eks/prod/cluster");
    expect(dependencies).to.deep.equal([one(logGroup).urn]);
  });

  it("creates the log group that EKS writes to, encrypted, with a retention of one year", async () => {
    const { inputs } = (await deployLog()).one(logGroup, "prod-audit");
    expect(inputs).to.include({
      name: "/aws/eks/prod/cluster",
      kmsKeyId: args.keyArn,
      retentionInDays: 365,
      deletionProtectionEnabled: true,
    });
  });

  it("keeps the log group on destroy with every lifecycle", async () => {
    expect((await deployLog()).one(logGroup)).to.include({ retainOnDelete: true, protect: true });
    const disposable = (await deployLog({ lifecycle: "disposable" })).one(logGroup);
    expect(disposable).to.include({ retainOnDelete: true, protect: false });
    expect(disposable.inputs["deletionProtectionEnabled"]).to.equal(false);
  });

  it("imports a log group that exists already", async () => {
    expect(await importId(["/aws/eks/prod/cluster"])).to.equal("/aws/eks/prod/cluster");
  });

  it("creates the log group if only others with the same prefix exist", async () => {
    expect(await importId(["/aws/eks/prod/cluster-old"])).to.equal(undefined);
    expect(await importId([])).to.equal(undefined);
  });

  it("creates the log group if mocks give no list", async () => {
    expect(await importId(undefined)).to.equal(undefined);
  });

  it("names the resources that the cluster must depend on", async () => {
    await deploy(() => {
      const log = new AuditLog("prod", args);
      expect(log.ready).to.have.length(1);
      expect(log.logGroupName).to.equal(auditLogGroupName("prod"));
    });
  });

  const invalidArgs: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["a retention that CloudWatch doesn't have", { retentionDays: 100 }, "retentionDays: received 100"],
    ["less than three months", { retentionDays: 30 }, "retentionDays: received 30"],
    ["0, which means forever", { retentionDays: 0 }, "retentionDays: received 0"],
    [
      "a cluster name that EKS doesn't allow",
      { clusterName: "my cluster" },
      'clusterName: received "my cluster"',
    ],
    ["an unknown lifecycle", { lifecycle: "eternal" }, "lifecycle"],
  ];
  for (const [what, changes, message] of invalidArgs) {
    it(`refuses ${what}`, async () => {
      const error = await deployLog(changes as never).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(InputError).with.property("message").that.includes(message);
    });
  }
});
