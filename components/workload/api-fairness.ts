import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import { groupOfRole } from "../contract/role-group.ts";
import { groupsOf } from "./access/tenant-access.ts";
import type { TenantArgs } from "./tenant.ts";

/** After the schemas of the system and EKS (at most 1000), before those for all users (9000). */
const precedence = 5000;

/**
 * Seats for plain requests: about 45 at the same time on an API server that accepts 600. A request holds its seat until
 * it ends, and the size of the level limits expensive lists.
 */
const level = {
  nominalConcurrencyShares: 20,
  lendablePercent: 50,
  borrowingLimitPercent: 100,
  limitResponse: { type: "Queue", queuing: { queues: 64, handSize: 6, queueLengthLimit: 50 } },
} as const;

/**
 * Gives the users and workloads of a program's tenants their own API priority level. By default they share one with the
 * platform's administrators. There, one user with hundreds of slow requests holds all seats, and no administrator can
 * remove this user's rights.
 *
 * Inside the level, each user is a separate flow. The schema matches subjects, never namespaces: the API server
 * classifies requests before it authorizes them, so any user could fill the queues of a namespace.
 *
 * Requirement D4. Source: kubernetes.io, "API Priority and Fairness".
 *
 * @returns the last object, which exists once all that `ready` names does; none if there are no tenants
 */
export function createFairness(
  name: string,
  { cluster, tenants }: { readonly cluster: ClusterRef; readonly tenants: readonly TenantArgs[] },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource | undefined {
  const { groupsPrefix = defaultPrefix, provider, ready } = cluster;
  if (tenants.length === 0) {
    return undefined;
  }
  const objectName = nameOf(pulumi.getProject(), pulumi.getStack(), name);
  const metadata = platformMetadata({ name: objectName });
  const inside = { ...opts, provider, ...(ready !== undefined && { dependsOn: ready }) };
  const priorityLevel = new k8s.flowcontrol.v1.PriorityLevelConfiguration(
    `${name}-api-level`,
    { metadata, spec: { type: "Limited", limited: level } },
    inside,
  );
  return new k8s.flowcontrol.v1.FlowSchema(
    `${name}-api-flows`,
    {
      metadata,
      spec: {
        priorityLevelConfiguration: { name: objectName },
        matchingPrecedence: precedence,
        distinguisherMethod: { type: "ByUser" },
        rules: [
          {
            subjects: subjectsOf(tenants, groupsPrefix),
            resourceRules: [
              { verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true },
            ],
            nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
          },
        ],
      },
    },
    { ...inside, dependsOn: priorityLevel },
  );
}

/** Includes the program, because both objects are cluster-scoped and a cluster can have several programs. */
function nameOf(...parts: readonly string[]): string {
  const words = parts.map((part) =>
    part
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, ""),
  );
  return ["casemate", ...words].join(".");
}

/**
 * The groups of users and IAM roles, and the service accounts of the namespaces. Service accounts of the platform's
 * namespaces, such as Argo CD's, work for all tenants and stay on the platform's level.
 */
function subjectsOf(tenants: readonly TenantArgs[], groupsPrefix: string) {
  const groups = tenants.flatMap(({ access = {} }) => [
    ...groupsOf(access).map((group) => groupsPrefix + group),
    ...(access.deployers ?? []).flatMap(({ role }) => (role === undefined ? [] : [groupOfRole(role)])),
  ]);
  return [
    ...[...new Set(groups)].sort().map((group) => ({ kind: "Group", group: { name: group } })),
    ...tenants.map(({ name }) => ({
      kind: "ServiceAccount",
      serviceAccount: { namespace: name, name: "*" },
    })),
  ];
}
