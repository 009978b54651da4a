import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import type { TenantArgs } from "./tenant.ts";

/** After the system's and EKS's own (at most 1000), before those of everybody (9000). */
const precedence = 5000;

/**
 * Room for plain requests: about 45 at once on an API server that takes 600. A seat is held as long as its request
 * lasts, and the size of a level is what bounds expensive lists.
 */
const level = {
  nominalConcurrencyShares: 20,
  lendablePercent: 50,
  borrowingLimitPercent: 100,
  limitResponse: { type: "Queue", queuing: { queues: 64, handSize: 6, queueLengthLimit: 50 } },
} as const;

/**
 * Gives the people and workloads of a program's tenants an API priority level of their own. In Kubernetes' default
 * they share one with the platform's administrators, and one user who sends hundreds of requests slowly holds all of
 * its seats: nobody could even take his rights away.
 *
 * Inside the level each user is a flow of its own. Matched by subject, never by namespace: requests are classified
 * before they are authorized, so anyone could fill the queues of a namespace.
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

/** One for each program on the cluster. Both are objects of the cluster as a whole. */
function nameOf(...parts: readonly string[]): string {
  const words = parts.map((part) =>
    part
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, ""),
  );
  return ["casemate", ...words].join(".");
}

function subjectsOf(tenants: readonly TenantArgs[], groupsPrefix: string) {
  const groups = tenants.flatMap(({ access: { viewers = [], developers = [], operators = [] } = {} }) => [
    ...viewers,
    ...developers,
    ...operators,
  ]);
  return [
    ...[...new Set(groups)].sort().map((group) => ({ kind: "Group", group: { name: groupsPrefix + group } })),
    ...tenants.map(({ name }) => ({
      kind: "ServiceAccount",
      serviceAccount: { namespace: name, name: "*" },
    })),
  ];
}
