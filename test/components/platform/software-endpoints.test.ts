import { expect } from "chai";
import { endpointPolicy } from "../../../components/network/endpoints/endpoint-policies.ts";
import { softwareEndpoints } from "../../../components/platform/software-endpoints.ts";

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

  it("fail for software that the catalogue doesn't have", () => {
    expect(() => softwareEndpoints(["karpentr"])).to.throw("no software karpentr in the catalogue");
  });
});
