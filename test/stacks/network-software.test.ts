import { expect } from "chai";
import { withSoftwareEndpoints } from "../../stacks/network-software.ts";

const network = { cidr: "10.64.0.0/16" };

describe("the software of a network's config", () => {
  it("becomes endpoints", () => {
    const { additionalEndpoints = [], ...rest } = withSoftwareEndpoints<{
      cidr: string;
      additionalEndpoints?: readonly { service: string }[];
    }>({ ...network, software: ["karpenter"] });
    expect(rest).to.deep.equal(network);
    expect(additionalEndpoints.map(({ service }) => service)).to.include.members(["ec2", "sqs", "ssm"]);
  });

  it("adds its actions to those of the config", () => {
    const result = withSoftwareEndpoints({
      additionalEndpoints: [{ service: "sqs", actions: ["sqs:SendMessage"] }],
      software: ["karpenter"],
    });
    const sqs = result.additionalEndpoints.filter(({ service }) => service === "sqs");
    expect(sqs).to.deep.equal([
      {
        service: "sqs",
        actions: ["sqs:SendMessage", "sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      },
    ]);
  });

  it("changes nothing without software", () => {
    expect(withSoftwareEndpoints({ additionalEndpoints: [] })).to.deep.equal({ additionalEndpoints: [] });
  });
});
