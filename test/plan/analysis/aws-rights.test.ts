import { expect } from "chai";
import { awsRights } from "../../../plan/analysis/aws-rights.ts";
import { awsTrusts } from "../../../plan/analysis/aws-trusts.ts";
import type { PlannedResource, PlannedWaiver } from "../../../plan/document.ts";
import type { Json, JsonObject } from "../../../plan/json.ts";
import { planned } from "../objects.ts";

const arnOf = (role: string) => `arn:aws:iam::111122223333:role/${role}`;
const policy = (...statements: JsonObject[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
  });
const trust = (principal: Json, more: JsonObject = {}) =>
  policy({ Principal: principal, Action: "sts:AssumeRole", Resource: undefined, ...more });
const role = (name: string, inputs: JsonObject = {}) =>
  planned("aws:iam/role:Role", name, {
    inputs: { name, assumeRolePolicy: trust({ Service: "pods.eks.amazonaws.com" }), ...inputs },
  });
const inline = (name: string, document: Json) =>
  planned("aws:iam/rolePolicy:RolePolicy", `${name}-${JSON.stringify(document).length}`, {
    inputs: { role: name, policy: document },
  });
const podIdentity = (name: string, more: JsonObject = {}) =>
  planned("aws:eks/podIdentityAssociation:PodIdentityAssociation", name, {
    inputs: { namespace: "pay", serviceAccount: "api", roleArn: arnOf(name), ...more },
  });
const rights = (resources: PlannedResource[], waivers: readonly PlannedWaiver[] = []) =>
  awsRights(resources, waivers).map(
    ({ strength, holder, through, actions, policy: name, denied }) =>
      `${denied === true ? "denied" : strength} ${holder} (${through}) ${actions.join(" ") || `rights of ${name}`}`,
  );

describe("rights in AWS", () => {
  it("are those of the pods to which EKS gives the role", () => {
    const table = { Action: "dynamodb:PutItem", Resource: "arn:aws:dynamodb:eu-central-1:1:table/cards" };
    const [right, ...others] = awsRights(
      [
        role("api", { permissionsBoundary: "arn:aws:iam::1:policy/limit" }),
        inline("api", policy(table)),
        podIdentity("api"),
      ],
      [],
    );
    expect(others).to.deep.equal([]);
    expect(right).to.deep.equal({
      holder: "ServiceAccount pay/api",
      through: "Pod Identity",
      identity: "Role api",
      boundary: "arn:aws:iam::1:policy/limit",
      actions: [table.Action],
      resources: [table.Resource],
      conditions: [],
      levels: ["write"],
      strength: "write",
    });
  });

  const s3 = policy({ Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" });
  const forms: [string, PlannedResource[], string[]][] = [
    ["an inline policy inside of the role", [role("a", { inlinePolicies: [{ name: "x", policy: s3 }] })], []],
    [
      "a policy of the program, attached to the role",
      [
        role("a"),
        planned("aws:iam/policy:Policy", "read", { inputs: { policy: s3 } }),
        planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "x", {
          inputs: { role: "a", policyArn: "arn:aws:iam::1:policy/read" },
        }),
      ],
      [],
    ],
    [
      "the same, by the role's list",
      [
        role("a", { managedPolicyArns: ["arn:aws:iam::1:policy/read"] }),
        planned("aws:iam/policy:Policy", "read", { inputs: { policy: s3 } }),
      ],
      [],
    ],
    [
      "an attachment to several roles",
      [
        role("a"),
        planned("aws:iam/policy:Policy", "read", { inputs: { policy: s3 } }),
        planned("aws:iam/policyAttachment:PolicyAttachment", "x", {
          inputs: { roles: ["a"], policyArn: "arn:aws:iam::1:policy/read" },
        }),
      ],
      [],
    ],
    ["a policy for a role of another stack", [inline("a", s3)], []],
  ];
  for (const [what, resources] of forms) {
    it(`come from ${what}`, () => {
      expect(rights([...resources, podIdentity("a")])).to.deep.equal([
        "read ServiceAccount pay/api (Pod Identity) s3:GetObject",
      ]);
    });
  }

  const holders: [string, PlannedResource, string][] = [
    [
      "the pods of an add-on",
      planned("aws:eks/addon:Addon", "cni", {
        inputs: {
          addonName: "vpc-cni",
          podIdentityAssociations: [{ serviceAccount: "aws-node", roleArn: arnOf("a") }],
        },
      }),
      "ServiceAccount kube-system/aws-node (add-on vpc-cni)",
    ],
    [
      "nodes",
      planned("aws:eks/nodeGroup:NodeGroup", "workers", { inputs: { nodeRoleArn: arnOf("a") } }),
      "Nodes workers (node role)",
    ],
    [
      "a control plane",
      planned("aws:eks/cluster:Cluster", "c", { inputs: { name: "prod", roleArn: arnOf("a") } }),
      "Cluster prod (control plane role)",
    ],
    [
      "instances",
      planned("aws:iam/instanceProfile:InstanceProfile", "bastion", { inputs: { role: "a" } }),
      "Instances bastion (instance profile)",
    ],
    [
      "a role that the pods' role leads to",
      podIdentity("first", { targetRoleArn: arnOf("a") }),
      "ServiceAccount pay/api (Pod Identity, by first)",
    ],
  ];
  for (const [what, use, expected] of holders) {
    it(`belong to ${what}`, () => {
      expect(rights([role("a"), inline("a", s3), use])).to.deep.equal([`read ${expected} s3:GetObject`]);
    });
  }

  it("belong to service accounts that assume the role by their tokens", () => {
    const web = trust(
      { Federated: "arn:aws:iam::1:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A" },
      {
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "oidc.eks.eu-central-1.amazonaws.com/id/A:sub": "system:serviceaccount:pay:api" },
        },
      },
    );
    expect(rights([role("a", { assumeRolePolicy: web }), inline("a", s3)])).to.deep.equal([
      "read ServiceAccount pay/api (web identity) s3:GetObject",
    ]);
  });

  it("belong to the service that the trust names, or to the role itself", () => {
    const flowLogs = { assumeRolePolicy: trust({ Service: "vpc-flow-logs.amazonaws.com" }) };
    const account = { assumeRolePolicy: trust({ AWS: "arn:aws:iam::2:root" }) };
    expect(rights([role("a", flowLogs), inline("a", s3)])).to.deep.equal([
      "read Service vpc-flow-logs (service role) s3:GetObject",
    ]);
    expect(rights([role("a", account), inline("a", s3)])).to.deep.equal([
      "read Role a (its trust) s3:GetObject",
    ]);
  });

  it("include users and groups of IAM", () => {
    const of = (kind: string, inputs: JsonObject) =>
      planned(`aws:iam/${kind.toLowerCase()}Policy:${kind}Policy`, kind, {
        inputs: { ...inputs, policy: s3 },
      });
    expect(rights([of("User", { user: "ci" }), of("Group", { group: "ops" })])).to.deep.equal([
      "read Group ops (its credentials) s3:GetObject",
      "read User ci (its credentials) s3:GetObject",
    ]);
  });

  it("are in order of their strength", () => {
    const document = policy(
      { Action: "ec2:DescribeInstances" },
      { Action: "s3:GetObject" },
      { Action: "sqs:SendMessage" },
      { Action: "iam:CreateAccessKey" },
      { Action: "*" },
      { Action: "s3:DeleteObject", Effect: "Deny" },
    );
    expect(
      rights([
        role("a"),
        inline("a", document),
        podIdentity("a"),
        planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "x", {
          inputs: { role: "a", policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy" },
        }),
      ]).map((line) => line.replace("ServiceAccount pay/api (Pod Identity) ", "")),
    ).to.deep.equal([
      "everything *",
      "escalation iam:CreateAccessKey",
      "unknown rights of AmazonEKS_CNI_Policy",
      "write sqs:SendMessage",
      "read s3:GetObject",
      "list ec2:DescribeInstances",
      "denied s3:DeleteObject",
    ]);
  });

  it("escalate by two policies together, and not by what a third one denies", () => {
    const one = inline("a", policy({ Action: "bedrock-agentcore:StartCodeInterpreterSession" }));
    const two = inline("a", policy({ Action: ["bedrock-agentcore:InvokeCodeInterpreter"] }));
    const three = inline("a", policy({ Effect: "Deny", Action: "bedrock-agentcore:*" }));
    const strengths = (...resources: PlannedResource[]) =>
      awsRights([role("a"), ...resources], []).map(({ strength }) => strength);
    expect(strengths(one)).to.deep.equal(["write"]);
    expect(strengths(one, two)).to.include("escalation");
    expect(strengths(one, two, three)).not.to.include("escalation");
  });

  it("say what isn't known", () => {
    expect(rights([role("a"), inline("a", "[unknown]"), podIdentity("a")])).to.deep.equal([
      "unknown ServiceAccount pay/api (Pod Identity) rights of not known before pulumi up",
    ]);
    expect(
      rights([role("a", { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })]),
    ).to.deep.equal(["everything Service pods.eks (service role) rights of AdministratorAccess"]);
  });

  it("name the waiver of the component around the role", () => {
    const waiver = {
      control: "aws-escalation",
      reason: "r",
      owner: "o",
      expires: "2999-01-01",
      urn: "urn:pay",
    };
    const tenant = planned("casemate:workload:WorkloadNamespace", "pay", { urn: "urn:pay", custom: false });
    const own = { ...role("a"), parent: "urn:pay" };
    const escalating = inline("a", policy({ Action: "iam:CreateUser" }, { Action: "s3:GetObject" }));
    const found = awsRights([tenant, own, escalating], [waiver]);
    expect(found.map(({ waiver: one }) => one)).to.deep.equal([waiver, undefined]);
  });

  it("include access entries and the role that applies objects", () => {
    const association = (accessScope: JsonObject) =>
      planned("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "admin", {
        inputs: {
          clusterName: "prod",
          principalArn: arnOf("admin"),
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
          accessScope,
        },
      });
    expect(rights([association({ type: "cluster" })])).to.deep.equal([
      `escalation ${arnOf("admin")} (access entry) rights of AmazonEKSClusterAdminPolicy`,
    ]);
    const kubeconfig = JSON.stringify({ args: ["eks", "get-token", "--role-arn", arnOf("deployer")] });
    expect(
      rights([planned("pulumi:providers:kubernetes", "prod", { inputs: { kubeconfig } })]),
    ).to.deep.equal([`unknown ${arnOf("deployer")} (deploy role) rights of another stack`]);
  });
});

describe("who may assume roles", () => {
  it("is in their trust policies", () => {
    expect(
      awsTrusts([
        role("a", {
          assumeRolePolicy: trust(
            { AWS: ["*", "arn:aws:iam::2:root"], Service: "ec2.amazonaws.com" },
            { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
          ),
        }),
        role("b", { assumeRolePolicy: trust("*") }),
        role("c", { assumeRolePolicy: "[unknown]" }),
      ]),
    ).to.deep.equal([
      {
        role: "a",
        principals: ["anyone", "AWS arn:aws:iam::2:root", "Service ec2.amazonaws.com"],
        actions: ["sts:AssumeRole"],
        conditions: ["Bool aws:MultiFactorAuthPresent true"],
      },
      { role: "b", principals: ["anyone"], actions: ["sts:AssumeRole"], conditions: [] },
      { role: "c", principals: ["not known before pulumi up"], actions: [], conditions: [] },
    ]);
  });
});
