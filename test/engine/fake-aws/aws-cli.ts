import { Account } from "./account.ts";
import { callerRole, roleArns } from "./functions.ts";

/**
 * The shim `aws` runs it: the commands of the AWS CLI that the EKS component and its kubeconfig use.
 *
 * A role with an access entry and an admin's policy gets an administrator's token for the API server. Every other role
 * gets one without rights, like on EKS. So an apply that comes too early fails.
 */
const [...args] = process.argv.slice(2);
if (args.includes("--version")) {
  console.log("aws-cli/2.31.0 Python/3.13.0 Linux/6.1 exe/x86_64");
} else if (args.includes("get-token")) {
  console.log(
    JSON.stringify(credential(option("--cluster-name") ?? "", option("--role-arn") ?? option("--role"))),
  );
} else {
  console.error(`The fake AWS CLI doesn't know: aws ${args.join(" ")}`);
  process.exitCode = 252;
}

function credential(cluster: string, role: string | undefined) {
  return {
    kind: "ExecCredential",
    apiVersion: "client.authentication.k8s.io/v1beta1",
    spec: {},
    status: {
      token: process.env[isAdmin(cluster, role) ? "FAKE_ADMIN_TOKEN" : "FAKE_STRANGER_TOKEN"] ?? "none",
    },
  };
}

function isAdmin(cluster: string, role: string | undefined): boolean {
  const account = new Account(process.env["FAKE_ACCOUNT"] ?? "");
  const principal = role ?? roleArns(account).find((arn) => arn.split("/").at(-1) === callerRole());
  return account
    .list("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
    .some(
      ({ inputs }) =>
        inputs["clusterName"] === cluster &&
        inputs["principalArn"] === principal &&
        String(inputs["policyArn"]).endsWith("/AmazonEKSClusterAdminPolicy"),
    );
}

function option(name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}
