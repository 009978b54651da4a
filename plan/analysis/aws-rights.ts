import { actionsMatching } from "../../iam/action-pattern.ts";
import { escalationsOf } from "../../iam/escalation.ts";
import type { AccessLevel } from "../../iam/service-actions.ts";
import { isDenied, type Statement, statementsOf } from "../../iam/statements.ts";
import type { AwsRight, AwsStrength, PlannedResource, PlannedWaiver } from "../document.ts";
import { objectAt, stringAt } from "../json.ts";
import { awsBarriers, type StopsOf } from "./aws-barriers.ts";
import { type AwsHolder, awsHolders, trustedHolder } from "./aws-holders.ts";
import { type AwsIdentity, awsIdentities, lastPart } from "./aws-identities.ts";

/**
 * Who may do what in AWS, the strongest rights first. It comes from the IAM objects of the plan. Other objects name the
 * holders: pods, nodes, clusters, add-ons and access entries. Policies of resources aren't part
 * of it.
 */
export function awsRights(
  resources: readonly PlannedResource[],
  waivers: readonly PlannedWaiver[],
): AwsRight[] {
  const identities = awsIdentities(resources);
  const holders = awsHolders(resources, identities);
  const stopsOf = awsBarriers(resources);
  const parents = new Map(resources.map(({ urn, parent }) => [urn, parent]));
  const rows = [
    ...identities.flatMap((identity) => {
      const own = identity.kind === "Role" ? holders.get(identity.name) : undefined;
      const waiver = waiverOf(identity.urn, waivers, parents);
      return (own ?? [trustedHolder(identity)]).flatMap((holder) =>
        rightsOf(identity, holder, waiver, stopsOf),
      );
    }),
    ...resources.flatMap(accessEntryRights),
    ...resources.flatMap(deployerRights),
  ];
  const distinct = new Map(rows.map((row) => [JSON.stringify(row), row]));
  const rank = ({ strength }: AwsRight) => strengths.indexOf(strength);
  return [...distinct]
    .sort(([a, first], [b, second]) => rank(first) - rank(second) || (a < b ? -1 : 1))
    .map(([, row]) => row);
}

/** From the strongest to the weakest. What isn't known may be anything. */
const strengths: readonly AwsStrength[] = ["everything", "escalation", "unknown", "write", "read", "list"];

function rightsOf(
  identity: AwsIdentity,
  holder: AwsHolder,
  waiver: PlannedWaiver | undefined,
  stopsOf: StopsOf,
): AwsRight[] {
  // AWS's add-ons also have rights that other services use for them, such as EBS the key of a disk.
  const isInVpc = /^(ServiceAccount|Nodes) /.test(holder.holder) && !holder.through.startsWith("add-on ");
  const { kind, name, boundary, policies } = identity;
  const facts = {
    ...holder,
    identity: `${kind} ${name}`,
    ...(boundary !== undefined && { boundary }),
  };
  const unknown = (policy: string): AwsRight => ({
    ...facts,
    policy,
    actions: [],
    resources: [],
    conditions: [],
    levels: [],
    strength: policy === "AdministratorAccess" ? "everything" : "unknown",
  });
  const known = policies.flatMap(({ document, name: policyName }) =>
    (statementsOf(document) ?? []).map((statement) => ({ statement, policyName })),
  );
  // All policies of an identity count together: one can deny what another allows, or complete it.
  const all = known.map(({ statement }, index) => ({ ...statement, index }));
  const escalating = new Set(escalationsOf(all).map(({ statement }) => statement));
  return [
    ...policies
      .filter(({ document }) => statementsOf(document) === undefined)
      .map(({ name: policyName }) => unknown(policyName ?? "not known before pulumi up")),
    ...all.map((statement): AwsRight => {
      const policyName = known[statement.index]?.policyName;
      const stoppedBy = isInVpc ? stopsOf(statement, identity.urn) : [];
      const { strength, levels } = strengthOf(statement, all, escalating.has(statement.index));
      return {
        ...facts,
        ...(policyName !== undefined && { policy: policyName }),
        ...(statement.effect === "Deny" && { denied: true }),
        actions: statement.isNotAction ? [`all except ${statement.actions.join(", ")}`] : statement.actions,
        resources: statement.isNotResource
          ? [`all except ${statement.resources.join(", ")}`]
          : statement.resources,
        conditions: conditionTexts(statement),
        levels,
        strength,
        ...(strength === "escalation" && waiver !== undefined && { waiver }),
        ...(stoppedBy.length > 0 && { stoppedBy }),
      };
    }),
  ];
}

function strengthOf(
  statement: Statement,
  all: readonly Statement[],
  isEscalating: boolean,
): { readonly strength: AwsStrength; readonly levels: readonly AccessLevel[] } {
  if (statement.effect === "Deny") {
    return { strength: "list", levels: [] };
  }
  const actions = (statement.isNotAction ? ["*"] : statement.actions)
    .flatMap(actionsMatching)
    .filter((action) => !isDenied(action, all));
  const levels = [...new Set(actions.map(({ level }) => level))].sort();
  const changes = levels.some((level) => level === "write" || level === "tagging" || level === "permissions");
  const isEverything =
    statement.isNotAction || statement.actions.some((pattern) => /^\*(:\*)?$/.test(pattern));
  const strength = isEverything
    ? "everything"
    : isEscalating
      ? "escalation"
      : changes
        ? "write"
        : levels.includes("read")
          ? "read"
          : levels.includes("list")
            ? "list"
            : "unknown";
  return { strength, levels };
}

/** `StringEquals iam:PassedToService batch.amazonaws.com`. */
export function conditionTexts({ conditions }: Statement): string[] {
  return conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(", ")}`);
}

/** The rights by an access policy of EKS. Groups of an access entry are in the rights in Kubernetes. */
function accessEntryRights({ type, inputs }: PlannedResource): AwsRight[] {
  if (type !== "aws:eks/accessPolicyAssociation:AccessPolicyAssociation") {
    return [];
  }
  const policy = lastPart(inputs["policyArn"]);
  const scope = objectAt(inputs["accessScope"]);
  const namespaces =
    scope["type"] === "namespace" && Array.isArray(scope["namespaces"]) ? scope["namespaces"] : ["*"];
  return [
    {
      holder: String(inputs["principalArn"]),
      through: "access entry",
      identity: `Role ${lastPart(inputs["principalArn"])}`,
      policy,
      actions: [],
      resources: namespaces.map(
        (namespace) =>
          `cluster ${inputs["clusterName"]}${namespace === "*" ? "" : `, namespace ${namespace}`}`,
      ),
      conditions: [],
      levels: [],
      strength: policy === "AmazonEKSClusterAdminPolicy" ? "escalation" : "unknown",
    },
  ];
}

/** The role that a provider of Kubernetes assumes to apply objects. */
function deployerRights({ type, inputs, name }: PlannedResource): AwsRight[] {
  const [, role] = /"--role-arn",\s*"(arn:[^"]+)"/.exec(stringAt(inputs["kubeconfig"]) ?? "") ?? [];
  if (type !== "pulumi:providers:kubernetes" || role === undefined) {
    return [];
  }
  return [
    {
      holder: role,
      through: "deploy role",
      identity: `Role ${lastPart(role)}`,
      policy: "another stack",
      actions: [],
      resources: [`Kubernetes objects of the provider ${name}`],
      conditions: [],
      levels: [],
      strength: "unknown",
    },
  ];
}

/** The waiver of escalations of a component around the resource. */
function waiverOf(
  urn: string,
  waivers: readonly PlannedWaiver[],
  parents: ReadonlyMap<string, string>,
): PlannedWaiver | undefined {
  for (let owner = urn; owner !== ""; owner = parents.get(owner) ?? "") {
    const waiver = waivers.find(({ control, urn: own }) => own === owner && control === "aws-escalation");
    if (waiver !== undefined) {
      return waiver;
    }
  }
  return undefined;
}
