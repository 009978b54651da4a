import { expect } from "chai";
import { additionalEndpointsSchema } from "../../../components/network/endpoints/additional-endpoints-schema.ts";
import { endpointPolicy } from "../../../components/network/endpoints/endpoint-policies.ts";
import { s3EndpointPolicy } from "../../../components/network/endpoints/s3-endpoint-policy.ts";
import { catalogue } from "../../../components/platform/software/index.ts";
import { softwareEndpoints } from "../../../components/platform/software-endpoints.ts";
import { schemaProblems } from "../../../components/shared/input/schema-problems.ts";

const account = {
  accountId: "111122223333",
  region: "eu-central-1",
  partition: "aws",
  dnsSuffix: "amazonaws.com",
};

describe("the endpoints of platform software", () => {
  const endpoints = softwareEndpoints(["karpenter", "aws-load-balancer-controller"]);
  const actionsOf = (service: string) => endpoints.find((entry) => entry.service === service)?.actions ?? [];

  it("are those of all entries, each once", () => {
    const services = endpoints.map(({ service }) => service);
    expect(services).to.include.members(["ec2", "elasticloadbalancing", "sqs", "ssm"]);
    expect(services).to.deep.equal([...new Set(services)]);
  });

  it("allow the actions of the IAM policies, and no others", () => {
    expect(actionsOf("ec2")).to.include.members(["ec2:RunInstances", "ec2:AuthorizeSecurityGroupIngress"]);
    expect(actionsOf("sqs")).to.deep.equal(["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]);
  });

  it("let Karpenter start instances from AWS's images through the endpoint of EC2", () => {
    const policy = endpointPolicy("ec2", account, endpoints);
    const open = policy.Statement.filter(({ Sid }) => Sid === "AdditionalPublic");
    expect(open).to.have.lengthOf(1);
    expect(open[0]?.Resource).to.deep.equal([
      "arn:aws:ec2:eu-central-1::image/*",
      "arn:aws:ec2:eu-central-1::snapshot/*",
    ]);
    expect(open[0]?.Condition).to.deep.equal({ StringEquals: { "aws:PrincipalAccount": "111122223333" } });
  });

  it("are valid for a network, with each action of a policy, for each software", () => {
    for (const { id, workloads } of Object.values(catalogue)) {
      const brought = softwareEndpoints([id]);
      expect(schemaProblems(additionalEndpointsSchema, brought), id).to.deep.equal([]);
      const allowed = brought.flatMap(({ actions }) => actions);
      const needs = Object.values(workloads).flatMap(({ aws }) => aws ?? []);
      const needed = needs.flatMap(({ endpoints, policy, actions = [] }) =>
        [...(policy?.Statement ?? []).flatMap(({ Action }) => Action), ...actions].filter((action) =>
          endpoints.some(
            (service) => service !== "s3" && action.startsWith(`${service.replace("-data", "")}:`),
          ),
        ),
      );
      expect(
        needed.filter((action) => !allowed.includes(action)),
        id,
      ).to.deep.equal([]);
    }
  });

  it("need no more of S3 than its gateway allows in every network", () => {
    const allowed = s3EndpointPolicy("none", account).Statement.flatMap(({ Action }) => Action);
    const needed = Object.values(catalogue).flatMap(({ workloads }) =>
      Object.values(workloads).flatMap(({ aws }) =>
        (aws?.policy?.Statement ?? [])
          .flatMap(({ Action }) => Action)
          .filter((action) => action.startsWith("s3:")),
      ),
    );
    expect(needed).not.to.deep.equal([]);
    expect(needed.filter((action) => !allowed.includes(action))).to.deep.equal([]);
  });

  it("fail for software that the catalogue doesn't have", () => {
    expect(() => softwareEndpoints(["karpentr"])).to.throw("no software karpentr in the catalogue");
  });
});
