import { supportCalendar } from "../../../calendar/kubernetes-support.ts";
import { HardenedCluster } from "../../../components/cluster/hardened-cluster.ts";
import type { HardenedClusterArgs } from "../../../components/cluster/hardened-cluster-args.ts";
import type { NetworkRef } from "../../../components/contract/network-ref.ts";
import { type Deployment, type DeployOptions, deploy } from "../../harness.ts";

/** The role that the harness deploys as. */
export const deployer = "arn:aws:iam::111122223333:role/deployer";

/** The calendar's last version, so that the tests pass after the end of the others' support. */
export const kubernetesVersion = supportCalendar.at(-1)?.version ?? "";

export const network: NetworkRef = {
  vpcId: "vpc-1",
  cidr: "10.64.0.0/16",
  egress: "none",
  privateSubnetIds: ["subnet-n1", "subnet-n2"],
  controlPlaneSubnetIds: ["subnet-c1", "subnet-c2"],
  s3PrefixListId: "pl-1",
};

export const clusterArgs: HardenedClusterArgs = { kubernetesVersion, network, admins: [{ role: deployer }] };

/** The outputs of `eks.Cluster`. It is a remote component, so mocks don't know the control plane that it creates. */
export const controlPlane = {
  accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
  vpcConfig: {
    endpointPublicAccess: false,
    endpointPrivateAccess: true,
    clusterSecurityGroupId: "sg-eks",
  },
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  encryptionConfig: {
    provider: { keyArn: "arn:aws:mock:eu-central-1:111122223333:prod-secrets" },
    resources: ["secrets"],
  },
  upgradePolicy: { supportType: "STANDARD" },
  deletionProtection: true,
  endpoint: "https://0123.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: { data: "Y2E=" },
  identities: [{ oidcs: [{ issuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/0123" }] }],
};

/** Deploys `HardenedCluster "prod"`. */
export function deployCluster(
  args: Partial<HardenedClusterArgs> = {},
  { eksCluster = controlPlane, ...options }: DeployOptions & { readonly eksCluster?: unknown } = {},
): Promise<Deployment> {
  return deploy(() => new HardenedCluster("prod", { ...clusterArgs, ...args }), {
    ...options,
    outputs: (type) => (type === "eks:index:Cluster" ? { eksCluster } : {}),
  });
}
