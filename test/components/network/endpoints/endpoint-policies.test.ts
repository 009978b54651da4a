import { expect } from "chai";
import { endpointPolicy } from "../../../../components/network/endpoints/endpoint-policies.ts";
import {
  type InterfaceService,
  interfaceServices,
  serviceName,
  serviceRegion,
} from "../../../../components/network/endpoints/endpoint-services.ts";
import { s3EndpointPolicy } from "../../../../components/network/endpoints/s3-endpoint-policy.ts";
import { allows } from "../../shared/aws/policy-simulator.ts";

const account = {
  accountId: "111122223333",
  region: "eu-central-1",
  partition: "aws",
  dnsSuffix: "amazonaws.com",
};
const ownCaller = { "aws:PrincipalAccount": "111122223333" };
const foreignCaller = { "aws:PrincipalAccount": "999988887777" };
const ec2 = "arn:aws:ec2:eu-central-1:111122223333";

describe("endpoint services", () => {
  it("have AWS's names", () => {
    expect(serviceName("ecr.api", account)).to.equal("com.amazonaws.eu-central-1.ecr.api");
    expect(serviceName("route53", account)).to.equal("com.amazonaws.route53");
    expect(serviceRegion("route53", account)).to.equal("us-east-1");
    expect(serviceRegion("route53", { ...account, region: "us-east-1" })).to.equal(undefined);
    expect(serviceRegion("ec2", account)).to.equal(undefined);
    const beijing = { ...account, partition: "aws-cn", region: "cn-north-1" };
    expect(serviceName("ec2", beijing)).to.equal("cn.com.amazonaws.cn-north-1.ec2");
    expect(serviceName("s3", beijing)).to.equal("com.amazonaws.cn-north-1.s3");
    expect(serviceName("logs", beijing)).to.equal("com.amazonaws.cn-north-1.logs");
  });

  it("include those that nodes need to join, pull images and get credentials", () => {
    expect(interfaceServices).to.include.members([
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "eks-auth",
      "sts",
      "eks",
      "logs",
    ]);
  });
});

describe("interface endpoint policies", () => {
  const requiredCalls: readonly (readonly [InterfaceService, string, string])[] = [
    ["ec2", "ec2:DescribeInstances", "*"],
    ["ec2", "ec2:CreateNetworkInterface", `${ec2}:subnet/subnet-1`],
    ["ec2", "ec2:AttachNetworkInterface", `${ec2}:instance/i-1`],
    ["ec2", "ec2:CreateTags", `${ec2}:network-interface/eni-1`],
    ["ec2", "ec2:CreateVolume", `${ec2}:volume/vol-1`],
    ["ec2", "ec2:AttachVolume", `${ec2}:instance/i-1`],
    ["ec2", "ec2:CreateSnapshot", "arn:aws:ec2:eu-central-1::snapshot/snap-1"],
    ["ecr.api", "ecr:GetAuthorizationToken", "*"],
    ["ecr.dkr", "ecr:GetAuthorizationToken", "*"],
    ["ecr.dkr", "ecr:BatchGetImage", "arn:aws:ecr:eu-central-1:111122223333:repository/shop"],
    // EKS's add-ons, from AWS's account.
    ["ecr.dkr", "ecr:BatchGetImage", "arn:aws:ecr:eu-central-1:602401143452:repository/eks/coredns"],
    ["ecr.api", "ecr:GetDownloadUrlForLayer", "arn:aws:ecr:eu-central-1:602401143452:repository/eks/coredns"],
    ["eks-auth", "eks-auth:AssumeRoleForPodIdentity", "arn:aws:eks:eu-central-1:111122223333:cluster/prod"],
    ["eks", "eks:DescribeCluster", "arn:aws:eks:eu-central-1:111122223333:cluster/prod"],
    ["sts", "sts:GetCallerIdentity", "*"],
    ["sts", "sts:AssumeRole", "arn:aws:iam::111122223333:role/reader"],
    ["logs", "logs:PutLogEvents", "arn:aws:logs:eu-central-1:111122223333:log-group:app:log-stream:1"],
  ];

  for (const [service, action, resource] of requiredCalls) {
    it(`${service}: only the account's callers may ${action} on ${resource}`, () => {
      const policy = endpointPolicy(service, account);
      expect(allows(policy, { action, resource, context: ownCaller })).to.equal(true);
      expect(allows(policy, { action, resource, context: foreignCaller })).to.equal(false);
      expect(allows(policy, { action, resource })).to.equal(false);
    });
  }

  it("lets web identities assume only roles of the account, because their calls have no caller to check", () => {
    const policy = endpointPolicy("sts", account);
    const call = { action: "sts:AssumeRoleWithWebIdentity" };
    expect(allows(policy, { ...call, resource: "arn:aws:iam::111122223333:role/app" })).to.equal(true);
    expect(allows(policy, { ...call, resource: "arn:aws:iam::999988887777:role/app" })).to.equal(false);
  });

  for (const [service, action, resource] of [
    ["ecr.dkr", "ecr:PutImage", "arn:aws:ecr:eu-central-1:999988887777:repository/loot"],
    ["ec2", "ec2:ModifySnapshotAttribute", "arn:aws:ec2:eu-central-1::snapshot/snap-1"],
    ["ec2", "ec2:RunInstances", `${ec2}:instance/*`],
    ["logs", "logs:PutLogEvents", "arn:aws:logs:eu-central-1:999988887777:log-group:loot:log-stream:1"],
    ["eks", "eks:CreateAccessEntry", "arn:aws:eks:eu-central-1:111122223333:cluster/prod"],
    ["sts", "sts:GetFederationToken", "*"],
  ] as const) {
    it(`${service}: refuses ${action} on ${resource}`, () => {
      expect(allows(endpointPolicy(service, account), { action, resource, context: ownCaller })).to.equal(
        false,
      );
    });
  }

  it("never allows an action by a wildcard", () => {
    const policies = [
      ...interfaceServices.map((service) => endpointPolicy(service, account)),
      s3EndpointPolicy("none", account),
      s3EndpointPolicy("nat", account),
    ];
    const actions = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect(actions.filter((action) => action.includes("*"))).to.deep.equal([]);
  });
});

describe("the S3 endpoint's policy", () => {
  const layer = "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/0000-layer";
  const inOwnBucket = { ...ownCaller, "aws:ResourceAccount": "111122223333" };
  const inForeignBucket = { ...ownCaller, "aws:ResourceAccount": "999988887777" };

  for (const egress of ["none", "nat"] as const) {
    const policy = s3EndpointPolicy(egress, account);

    it(`${egress}: allows image layers without a known caller, because ECR signs their URLs`, () => {
      expect(allows(policy, { action: "s3:GetObject", resource: layer })).to.equal(true);
      expect(allows(policy, { action: "s3:PutObject", resource: layer })).to.equal(false);
    });

    it(`${egress}: lets the account's callers read and write the account's buckets`, () => {
      const call = { action: "s3:PutObject", resource: "arn:aws:s3:::reports/1" };
      expect(allows(policy, { ...call, context: inOwnBucket })).to.equal(true);
      expect(allows(policy, { ...call, context: inForeignBucket })).to.equal(false);
      expect(allows(policy, { ...call, context: { ...inOwnBucket, ...foreignCaller } })).to.equal(false);
      expect(allows(policy, call)).to.equal(false);
    });
  }

  it("allows reading from foreign buckets only with NAT", () => {
    const call = { action: "s3:GetObject", resource: "arn:aws:s3:::prod-registry-k8s-io-eu-central-1/layer" };
    expect(allows(s3EndpointPolicy("none", account), call)).to.equal(false);
    expect(allows(s3EndpointPolicy("nat", account), call)).to.equal(true);
  });
});
