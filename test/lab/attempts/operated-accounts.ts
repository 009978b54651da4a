import type { V1PodSpec } from "@kubernetes/client-node";
import { workloadLabel } from "../../../components/contract/flow.ts";
import { cis, mitre, requirement } from "../../../controls/ids.ts";
import type { Attempt, Request } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { forceApply, make, makeForReal, mergePatch, pathOf, remove } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import {
  asOtherOperator,
  asQueueOperator,
  asWorkshopAdmin,
  queueOperator,
  workshopDeveloper,
} from "../support/workshop.ts";

const accounts = pathOf("v1", "serviceaccounts", "workshop");
const account = (name: string, annotations = {}) => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name, namespace: "workshop", annotations },
});
const created = { as: "platform" as const, ...makeForReal(accounts, account("queue-server")) };
const runsAs =
  (name: string, token = true) =>
  (spec: V1PodSpec) => {
    spec.serviceAccountName = name;
    spec.automountServiceAccountToken = token;
  };
const rbac = "rbac.authorization.k8s.io/v1";
/** The same pods with the label of the operator's workload. */
const labelled = (request: Request): Request =>
  JSON.parse(
    JSON.stringify(request).replaceAll(`"${workloadLabel}":"app"`, `"${workloadLabel}":"queue"`),
  ) as Request;

/** Accounts that an operator creates for its pods, such as RabbitMQ's. The tenant's field is `operatedBy`. */
export const attempts: readonly Attempt[] = [
  {
    name: "creates the account, its rights and its pods",
    as: asQueueOperator,
    does: [
      makeForReal(accounts, account("queue-server")),
      makeForReal(pathOf(rbac, "roles", "workshop"), {
        apiVersion: rbac,
        kind: "Role",
        metadata: { name: "queue-peer-discovery" },
        rules: [{ apiGroups: [""], resources: ["endpoints"], verbs: ["get"] }],
      }),
      makeForReal(pathOf(rbac, "rolebindings", "workshop"), {
        apiVersion: rbac,
        kind: "RoleBinding",
        metadata: { name: "queue-server" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "queue-peer-discovery" },
        subjects: [{ kind: "ServiceAccount", name: "queue-server", namespace: "workshop" }],
      }),
      labelled(create("StatefulSet", "workshop", runsAs("queue-server"))),
      create("Pod", "workshop", runsAs("queue-server"), "queue-0"),
    ],
    expect: "admitted",
    why: "Operators of databases and queues create an account for each instance, which calls the API.",
    serves: [...requirement("B7")],
  },
  ...table(
    {
      expect: "refused",
      by: "casemate-operated-accounts",
      why: "The account may hold a token and AWS roles, so that only its operator may make it.",
      serves: [...requirement("A3", "B7"), ...cis("4.1.5"), ...mitre("T1098.006")],
    },
    [
      {
        as: asWorkshopAdmin,
        name: "creates the account before its operator",
        does: make(
          accounts,
          account("queue-server", { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/x" }),
        ),
      },
      {
        as: asOtherOperator,
        name: "creates the account of another operator's pods",
        does: make(accounts, account("queue-server")),
      },
      {
        as: asWorkshopAdmin,
        name: "annotates its operator's account with another AWS role",
        given: [created],
        does: mergePatch(`${accounts}/queue-server`, {
          metadata: { annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/x" } },
        }),
      },
      {
        as: asWorkshopAdmin,
        name: "takes over its operator's account by server-side apply",
        given: [created],
        does: forceApply(`${accounts}/queue-server`, {
          ...account("queue-server"),
          automountServiceAccountToken: true,
        }),
      },
      {
        as: asWorkshopAdmin,
        name: "deletes its operator's account",
        given: [created],
        does: remove(`${accounts}/queue-server`),
      },
    ],
  ),
  {
    name: "creates an account that no tenant's field names",
    as: asWorkshopAdmin,
    does: make(accounts, account("queue")),
    expect: "admitted",
    why: "An account with rights on service accounts may create others. They hold no tokens.",
    serves: [...requirement("B7")],
  },
  ...table(
    {
      expect: "refused",
      by: "casemate-service-accounts",
      why: "The rights of the account come from its operator, and are for the operator's pods only.",
      serves: [...requirement("A3", "B7"), ...cis("4.1.5", "4.1.6"), ...mitre("T1078")],
    },
    [
      {
        as: workshopDeveloper,
        name: "runs a Pod as the account of an operator's pods",
        given: [created],
        does: create("Pod", "workshop", runsAs("queue-server", false)),
      },
      {
        as: workshopDeveloper,
        name: "runs a Deployment as the account of an operator's pods",
        given: [created],
        does: labelled(create("Deployment", "workshop", runsAs("queue-server"))),
      },
      {
        as: asOtherOperator,
        name: "runs a Pod as the account of another operator's pods",
        given: [created],
        does: create("Pod", "workshop", runsAs("queue-server")),
      },
      {
        as: workshopDeveloper,
        name: "changes the image of an operator's StatefulSet",
        given: [
          created,
          { as: "platform", ...labelled(create("StatefulSet", "workshop", runsAs("queue-server"), "queue")) },
        ],
        does: mergePatch(pathOf("apps/v1", "statefulsets", "workshop", "queue"), {
          spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } },
        }),
      },
      {
        as: asQueueOperator,
        name: "runs a Pod with a token as an account that the tenant doesn't give it",
        does: create("Pod", "workshop", runsAs("app")),
      },
    ],
  ),
  {
    name: "gives pods of another account the label of an operator's workload",
    as: workshopDeveloper,
    does: labelled(create("Deployment", "workshop", runsAs("app", false))),
    expect: "refused",
    by: "casemate-workload-labels",
    why: "The label carries the flows of the operator's pods.",
    serves: [...requirement("D2")],
  },
  {
    name: "binds the operator itself to a Role",
    as: "platform",
    does: make(pathOf(rbac, "rolebindings", "workshop"), {
      apiVersion: rbac,
      kind: "RoleBinding",
      metadata: { name: "attempt" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "attempt" },
      subjects: [{ kind: "ServiceAccount", ...queueOperator }],
    }),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "An operator is no deployer: access.deployers gives rights in the namespace.",
    serves: [...requirement("B7")],
  },
];
