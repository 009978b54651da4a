import { expect } from "chai";
import { kubeconfig } from "../../../../components/cluster/access/kubeconfig.ts";

const args = {
  clusterName: "prod",
  endpoint: "https://0123.eks.amazonaws.com",
  certificateAuthority: "Y2E=",
  region: "eu-central-1",
};
const command = (text: string): string => {
  const { exec } = JSON.parse(text).users[0].user;
  return [exec.command, ...exec.args].join(" ");
};

describe("kubeconfig", () => {
  it("gets tokens from the AWS CLI, in the cluster's region", () => {
    expect(command(kubeconfig(args))).to.equal(
      "aws --region eu-central-1 eks get-token --cluster-name prod --output json",
    );
  });

  it("assumes the deploy role if there is one", () => {
    expect(command(kubeconfig({ ...args, role: "arn:aws:iam::1:role/x" }))).to.match(
      / --role-arn arn:aws:iam::1:role\/x$/,
    );
  });

  it("points its only context at the cluster and its certificate", () => {
    const config = JSON.parse(kubeconfig(args));
    const context = config.contexts.find((each: { name: string }) => each.name === config["current-context"]);
    expect(context.context).to.deep.equal({ cluster: config.clusters[0].name, user: config.users[0].name });
    expect(config.clusters[0].cluster).to.deep.equal({
      server: args.endpoint,
      "certificate-authority-data": args.certificateAuthority,
    });
  });
});
