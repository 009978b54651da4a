/** The contents of a kubeconfig. None of it is secret. */
export interface KubeconfigArgs {
  readonly clusterName: string;
  /** The API server's URL. */
  readonly endpoint: string;
  /** The cluster's certificate authority, base64. */
  readonly certificateAuthority: string;
  readonly region: string;
  /** The ARN of the role that tokens are for. @default - the AWS identity that runs the command */
  readonly role?: string | undefined;
  /** Variables of the AWS CLI's environment, for example `AWS_PROFILE`. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A kubeconfig in JSON. It contains no credential: the AWS CLI creates a token at each use.
 *
 * The region is explicit, so that a shell's `AWS_REGION` can't send the call to another one.
 */
export function kubeconfig({
  clusterName,
  endpoint,
  certificateAuthority,
  region,
  role,
  environment = {},
}: KubeconfigArgs): string {
  const args = ["--region", region, "eks", "get-token", "--cluster-name", clusterName, "--output", "json"];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: clusterName,
        cluster: { server: endpoint, "certificate-authority-data": certificateAuthority },
      },
    ],
    users: [
      {
        name: clusterName,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: role === undefined ? args : [...args, "--role-arn", role],
            ...(Object.keys(environment).length > 0 && {
              env: Object.entries(environment).map(([name, value]) => ({ name, value })),
            }),
            interactiveMode: "Never",
          },
        },
      },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    "current-context": clusterName,
  });
}
