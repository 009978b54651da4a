import { statementsOf } from "../../iam/statements.ts";
import type { PlannedResource } from "../document.ts";
import { listAt, objectAt, stringAt } from "../json.ts";
import { type AwsIdentity, lastPart } from "./aws-identities.ts";

/** Who uses a role, and how. */
export interface AwsHolder {
  /** For example `ServiceAccount payments/api`, `Nodes dev-pci`, `Cluster dev`, `Service vpc-flow-logs`. */
  readonly holder: string;
  /** For example `Pod Identity`, `node role`. */
  readonly through: string;
}

/** The holders of each role, by the role's name. */
export function awsHolders(
  resources: readonly PlannedResource[],
  identities: readonly AwsIdentity[],
): ReadonlyMap<string, readonly AwsHolder[]> {
  const uses = [...resources.flatMap((resource) => usesIn(resource)), ...identities.flatMap(webIdentityUses)];
  return new Map(
    [...Map.groupBy(uses, ({ role }) => role)].map(([role, group]) => [
      role,
      group.map(({ holder, through }) => ({ holder, through })),
    ]),
  );
}

/** The holder of a role that no resource of the plan uses: the services that its trust names, or the role itself. */
export function trustedHolder({ kind, name, trust }: AwsIdentity): AwsHolder {
  const services = (statementsOf(trust) ?? []).flatMap(({ effect, principal }) =>
    effect === "Allow" ? listOf(objectAt(principal)["Service"]) : [],
  );
  const [first] = services;
  return first === undefined
    ? { holder: `${kind} ${name}`, through: kind === "Role" ? "its trust" : "its credentials" }
    : {
        holder: `Service ${services.map((service) => service.replace(/\.amazonaws\.com(\.cn)?$/, "")).join(", ")}`,
        through: "service role",
      };
}

interface Use extends AwsHolder {
  /** The role's name. */
  readonly role: string;
}

/** The fields by which resources of EKS name the role of somebody else. */
function usesIn({ type, inputs, name }: PlannedResource): Use[] {
  const role = (field: string) => lastPart(inputs[field]);
  const own = stringAt(inputs["name"]) ?? name;
  switch (type) {
    case "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
      const holder = `ServiceAccount ${inputs["namespace"]}/${inputs["serviceAccount"]}`;
      const first = { role: role("roleArn"), holder, through: "Pod Identity" };
      return inputs["targetRoleArn"] === undefined
        ? [first]
        : [first, { role: role("targetRoleArn"), holder, through: `Pod Identity, by ${first.role}` }];
    }
    case "aws:eks/addon:Addon": {
      const account = (serviceAccount: unknown) => `ServiceAccount kube-system/${serviceAccount}`;
      const through = `add-on ${inputs["addonName"]}`;
      const associations = listAt(inputs["podIdentityAssociations"]).map(objectAt);
      return [
        ...associations.map((each) => ({
          role: lastPart(each["roleArn"]),
          holder: account(each["serviceAccount"]),
          through,
        })),
        ...(inputs["serviceAccountRoleArn"] === undefined
          ? []
          : [{ role: role("serviceAccountRoleArn"), holder: `Add-on ${inputs["addonName"]}`, through }]),
      ];
    }
    case "aws:eks/nodeGroup:NodeGroup":
      return [
        {
          role: role("nodeRoleArn"),
          holder: `Nodes ${stringAt(inputs["nodeGroupName"]) ?? name}`,
          through: "node role",
        },
      ];
    case "aws:eks/cluster:Cluster":
      return [
        { role: role("roleArn"), holder: `Cluster ${own}`, through: "control plane role" },
        ...(objectAt(inputs["computeConfig"])["nodeRoleArn"] === undefined
          ? []
          : [
              {
                role: lastPart(objectAt(inputs["computeConfig"])["nodeRoleArn"]),
                holder: `Nodes ${own} (Auto Mode)`,
                through: "node role",
              },
            ]),
      ];
    case "aws:eks/fargateProfile:FargateProfile":
      return [{ role: role("podExecutionRoleArn"), holder: `Fargate ${own}`, through: "pod execution role" }];
    case "aws:eks/capability:Capability":
      return [
        {
          role: role("roleArn"),
          holder: `Capability ${inputs["capabilityName"] ?? own}`,
          through: "capability role",
        },
      ];
    case "aws:iam/instanceProfile:InstanceProfile":
      return [{ role: role("role"), holder: `Instances ${own}`, through: "instance profile" }];
    case "aws:lambda/function:Function":
      return [{ role: role("role"), holder: `Function ${own}`, through: "execution role" }];
    default:
      return [];
  }
}

/** Service accounts that assume a role by their own tokens: the subjects in its trust (IRSA). */
function webIdentityUses({ name, trust }: AwsIdentity): Use[] {
  return (statementsOf(trust) ?? [])
    .filter(
      ({ effect, principal }) =>
        effect === "Allow" && listOf(objectAt(principal)["Federated"]).some((arn) => /oidc/.test(arn)),
    )
    .flatMap(({ conditions }) =>
      conditions
        .filter(({ key }) => key.endsWith(":sub"))
        .flatMap(({ values }) => values)
        .map((subject) => ({
          role: name,
          holder: subject.startsWith("system:serviceaccount:")
            ? `ServiceAccount ${subject.slice("system:serviceaccount:".length).replace(":", "/")}`
            : `Subject ${subject}`,
          through: "web identity",
        })),
    );
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];
}
