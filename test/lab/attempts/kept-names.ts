import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { collection, create, workload } from "../support/kinds.ts";
import { volumeClaim } from "../support/objects.ts";
import { make, makeForReal, mergePatch, pathOf, remove } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { unchanged } from "../support/workloads.ts";

const configMaps = pathOf("v1", "configmaps", "checkout");
const authority = `${configMaps}/kube-root-ca.crt`;
const claims = pathOf("v1", "persistentvolumeclaims", "checkout");
const deployments = pathOf("apps/v1", "deployments", "checkout");
const autoscalers = pathOf("autoscaling/v2", "horizontalpodautoscalers", "checkout");
const marked = {
  as: "platform" as const,
  ...makeForReal(deployments, {
    ...workload("Deployment", "checkout", unchanged, "marked"),
    metadata: { name: "marked", labels: { "app.kubernetes.io/managed-by": "casemate" } },
  }),
};

/** Objects and fields that controllers or the platform keep for themselves. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "casemate-root-authority",
      why: "Pods would trust another API server, and an immutable ConfigMap locks its publisher out.",
      serves: [...requirement("B7", "E2"), ...nsa("NSA-AUTH-04"), ...mitre("T1562.001")],
    },
    [
      {
        name: "replaces the certificate authority that pods trust",
        as: "developer of checkout",
        does: mergePatch(authority, { immutable: true, data: { "ca.crt": "another" } }),
      },
      {
        name: "deletes the certificate authority that pods trust",
        as: "developer of checkout",
        does: remove(authority),
      },
      {
        name: "replaces the certificate authority that pods trust",
        as: "delegate of checkout",
        does: mergePatch(authority, { data: { "ca.crt": "another" } }),
      },
      {
        name: "creates the certificate authority of the mesh",
        as: "developer of checkout",
        does: make(configMaps, {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "istio-ca-root-cert" },
          data: { "root-cert.pem": "another" },
        }),
      },
    ],
  ),
  {
    name: "publishes its own certificate authority",
    as: "developer of checkout",
    does: make(configMaps, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "partner-ca.crt" },
      data: { "ca.crt": "partner" },
    }),
    expect: "admitted",
    why: "Only the names that controllers publish are kept.",
    serves: [...requirement("B7")],
  },
  ...table(
    {
      as: "developer of checkout",
      expect: "refused",
      by: "casemate-volume-claims",
      why: "Another class may leave data unencrypted, or cost more than the namespace's share.",
      serves: [...requirement("B5"), ...nsa("NSA-NET-06")],
    },
    [
      {
        name: "claims a volume of EKS's unencrypted class",
        does: make(claims, volumeClaim("1Gi", { storageClassName: "gp2" })),
      },
      {
        name: "claims a volume with the fastest attributes",
        does: make(claims, volumeClaim("1Gi", { volumeAttributesClassName: "io2-max" })),
      },
    ],
  ),
  ...table(
    {
      as: "developer of checkout",
      expect: "admitted",
      why: "Stateful applications claim volumes of the encrypted class.",
      serves: [...requirement("B5")],
    },
    [
      {
        name: "claims a volume of the encrypted class by its name",
        does: make(claims, volumeClaim("1Gi", { storageClassName: "gp3-encrypted" })),
      },
      { name: "claims a volume of the default class", does: make(claims, volumeClaim("1Gi", {})) },
    ],
  ),
  ...table(
    {
      expect: "refused",
      by: "casemate-finalizers",
      why: "An object whose finalizer no controller removes holds up its namespace's deletion, or a drain.",
      serves: [...requirement("A8", "D4"), ...nsa("NSA-NET-01"), ...mitre("T1499")],
    },
    [
      {
        name: "adds a finalizer to a ConfigMap",
        as: "developer of checkout",
        does: make(configMaps, {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "attempt", finalizers: ["example.com/never"] },
        }),
      },
      {
        name: "adds a finalizer to the pods of a Deployment",
        as: "developer of checkout",
        does: make(
          collection("Deployment", "checkout"),
          withTemplateMetadata({ finalizers: ["example.com/never"] }),
        ),
      },
    ],
  ),
  {
    name: "adds a finalizer to the claims of a StatefulSet",
    as: "developer of checkout",
    does: make(collection("StatefulSet", "checkout"), withClaimFinalizer()),
    expect: "refused",
    by: "casemate-finalizers",
    why: "The StatefulSet controller copies it to the claims, which then hold up their namespace's deletion.",
    serves: [...requirement("A8", "D4"), ...nsa("NSA-NET-01"), ...mitre("T1499")],
  },
  {
    name: "adds its finalizer as a controller",
    as: "delegate of checkout",
    does: make(configMaps, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "attempt", finalizers: ["example.com/cleanup"] },
    }),
    expect: "admitted",
    why: "Controllers clean up by finalizers, and remove them.",
    serves: [...requirement("A8")],
  },
  ...[
    "node.cloudprovider.kubernetes.io/uninitialized",
    "ebs.csi.aws.com/agent-not-ready",
    "karpenter.sh/disrupted",
  ].map(
    (key): Attempt => ({
      name: `runs a pod that tolerates ${key}`,
      as: "developer of checkout",
      does: create("Pod", "checkout", (spec) => {
        spec.tolerations = [{ key, operator: "Exists" }];
      }),
      expect: "refused",
      by: "casemate-placement",
      why: "The pod would run before the node's agents do, or keep a node that drains.",
      serves: [...requirement("A7"), ...nsa("NSA-POD-18"), ...mitre("T1499")],
    }),
  ),
  {
    name: "scales a workload with the platform's label",
    as: "developer of checkout",
    given: [marked],
    does: mergePatch(`${deployments}/marked/scale`, { spec: { replicas: 0 } }),
    expect: "admitted",
    hole: "The object of such a request is a Scale, which has no labels. So no policy can see the mark.",
    why: "The platform's label is on the Deployment, and users expect that nobody else changes it.",
    serves: [...requirement("B7"), ...nsa("NSA-AUTH-04")],
  },
  {
    name: "has a workload with the platform's label scaled",
    as: "developer of checkout",
    given: [marked],
    does: make(autoscalers, {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "attempt" },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "marked" },
        minReplicas: 1,
        maxReplicas: 2,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
          },
        ],
      },
    }),
    expect: "admitted",
    hole: "An admission policy sees the HorizontalPodAutoscaler and not the Deployment that it names.",
    why: "The platform's label is on the Deployment, and users expect that nobody else changes it.",
    serves: [...requirement("B7"), ...nsa("NSA-AUTH-04")],
  },
  ...table(
    {
      as: "developer of checkout",
      expect: "refused",
      by: "casemate-workload-labels",
      why: "The pod would have the flows of a workload whose service account it doesn't run as.",
      serves: [...requirement("D2", "B7"), ...nsa("NSA-NET-03"), ...mitre("T1562.001")],
    },
    [
      {
        name: "gives a Deployment the label of another workload",
        does: make(
          collection("Deployment", "checkout"),
          withTemplateMetadata({ labels: { app: "attempt", "app.kubernetes.io/name": "shippingservice" } }),
        ),
      },
    ],
  ),
  {
    name: "gives a Deployment the label of a chart",
    as: "developer of checkout",
    does: make(
      collection("Deployment", "checkout"),
      withTemplateMetadata({ labels: { app: "attempt", "app.kubernetes.io/name": "some-chart" } }),
    ),
    expect: "admitted",
    why: "Charts set the label to their own names, which no flow selects.",
    serves: [...requirement("D2")],
  },
  {
    name: "requests more than the default limit, without a limit",
    as: "developer of checkout",
    does: make(
      collection("Deployment", "checkout"),
      workload("Deployment", "checkout", (_, container) => {
        container.resources = { requests: { cpu: "1500m" } };
      }),
    ),
    expect: "refused",
    by: "casemate-template-requests",
    saying: /Set resources.limits for cpu too/,
    why: "The LimitRange's default limit would be below the request, and no pod could start.",
    serves: [...requirement("B5"), ...nsa("NSA-POD-21")],
  },
  {
    name: "requests more than the default limit, with a limit",
    as: "developer of checkout",
    does: make(
      collection("Deployment", "checkout"),
      workload("Deployment", "checkout", (_, container) => {
        container.resources = { requests: { cpu: "1500m" }, limits: { cpu: "2" } };
      }),
    ),
    expect: "admitted",
    why: "Large containers set their own limits.",
    serves: [...requirement("B5")],
  },
];

function withTemplateMetadata(metadata: object): object {
  const body = workload("Deployment", "checkout", unchanged) as {
    spec: { template: { metadata: object } };
  };
  body.spec.template.metadata = { ...body.spec.template.metadata, ...metadata };
  return body;
}

function withClaimFinalizer(): object {
  const body = workload("StatefulSet", "checkout", unchanged) as { spec: object };
  const metadata = { name: "data", finalizers: ["example.com/never"] };
  const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  return { ...body, spec: { ...body.spec, volumeClaimTemplates: [{ metadata, spec }] } };
}
