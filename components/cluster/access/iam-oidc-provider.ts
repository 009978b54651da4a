import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Created here because `eks.Cluster` would connect to the issuer. IAM needs no thumbprint of EKS' issuers. */
export function createOidcProvider(
  name: string,
  { issuerUrl }: { readonly issuerUrl: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const provider = new aws.iam.OpenIdConnectProvider(
    name,
    { url: issuerUrl, clientIdLists: ["sts.amazonaws.com"] },
    opts,
  );
  return provider.arn;
}
