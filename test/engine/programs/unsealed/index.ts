import * as pulumi from "@pulumi/pulumi";
import { HardenedCluster } from "../../../../components/index.ts";

type Props = Record<string, unknown>;

/** The transforms that a caller could try, by name. The config selects one. */
const undo: Readonly<Record<string, (props: Props) => Props>> = {
  nothing: (props) => props,
  "public endpoint": (props) => ({
    ...props,
    vpcConfig: { ...(props["vpcConfig"] as Props), endpointPublicAccess: true },
  }),
  "creator admin": (props) => ({
    ...props,
    accessConfig: { ...(props["accessConfig"] as Props), bootstrapClusterCreatorAdminPermissions: true },
  }),
  "aws-auth": (props) => ({
    ...props,
    accessConfig: { ...(props["accessConfig"] as Props), authenticationMode: "API_AND_CONFIG_MAP" },
  }),
  "audit logs": (props) => ({ ...props, enabledClusterLogTypes: ["api"] }),
  "no logs": ({ enabledClusterLogTypes: _, ...props }) => props,
  "extended support": (props) => ({ ...props, upgradePolicy: { supportType: "EXTENDED" } }),
  "no secrets key": ({ encryptionConfig: _, ...props }) => props,
  "deletion protection": (props) => ({ ...props, deletionProtection: false }),
};
const change = undo[new pulumi.Config().require("undo")] ?? ((props) => props);

new HardenedCluster(
  "sealed",
  {
    kubernetesVersion: "1.35",
    network: {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      cidr: "10.64.0.0/16",
      egress: "none",
      privateSubnetIds: ["subnet-0a", "subnet-0b", "subnet-0c"],
    },
    admins: [{ role: "arn:aws:iam::111122223333:role/platform-admin" }],
  },
  {
    transforms: [
      ({ type, props, opts }) =>
        type === "aws:eks/cluster:Cluster" ? { props: change(props), opts } : undefined,
    ],
  },
);
