import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { make, pathOf, strategicPatch } from "../support/requests.ts";
import { target } from "../support/targets.ts";
import type { Change } from "../support/workloads.ts";

/** Taking more than the namespace has. `cart` has 12 pods, of 2 cores in all, and no persistent volumes. */

const serves = ["B5", "D4", "NSA-NET-05", "NSA-NET-06", "T1496"] as const;

type Case = readonly [what: string, change: Change];

const amounts = (of: "requests" | "limits", name: string, value: string): Change => {
  return (_, container) => {
    container.resources = { ...container.resources, [of]: { ...container.resources?.[of], [name]: value } };
  };
};
const both = (name: string, value: string): Change => {
  return (spec, container) => {
    amounts("requests", name, value)(spec, container);
    amounts("limits", name, value)(spec, container);
  };
};

const tooMuch: readonly Case[] = [
  ["asks for no limit of cpu by the limit 0", both("cpu", "0")],
  ["asks for no limit of memory by the limit 0", both("memory", "0")],
  ["asks for no limit of ephemeral storage by the limit 0", both("ephemeral-storage", "0")],
  ["asks for a hundred cores", both("cpu", "100")],
  ["may use a hundred cores, and asks for few", amounts("limits", "cpu", "100")],
  ["asks for a terabyte of memory", both("memory", "1Ti")],
  ["asks for a terabyte of ephemeral storage", both("ephemeral-storage", "1Ti")],
  [
    "asks for too much in an init container",
    (spec, container) => {
      spec.initContainers = [{ ...structuredClone(container), name: "init" }];
      const [init] = spec.initContainers;
      if (init !== undefined) {
        both("memory", "100Gi")(spec, init);
      }
    },
  ],
  [
    "asks for too much in a container that runs beside the others from the start",
    (spec, container) => {
      spec.initContainers = [{ ...structuredClone(container), name: "beside", restartPolicy: "Always" }];
      const [beside] = spec.initContainers;
      if (beside !== undefined) {
        both("cpu", "64")(spec, beside);
      }
    },
  ],
  [
    "asks for too much by many containers that are small each",
    (spec, container) => {
      both("memory", "1Gi")(spec, container);
      spec.containers = Array.from({ length: 9 }, (_, index) => ({ ...container, name: `c${index}` }));
    },
  ],
  [
    "asks for too much for the pod as a whole",
    (spec) => {
      Object.assign(spec, { resources: { requests: { cpu: "100" }, limits: { cpu: "100" } } });
    },
  ],
];

const bounded: readonly (readonly [string, Change, hole?: string])[] = [
  [
    "asks for nothing, and gets the namespace's defaults",
    (_, container) => {
      delete container.resources;
    },
  ],
  [
    "has a volume in memory that is larger than its memory",
    (spec, container) => {
      spec.volumes = [{ name: "big", emptyDir: { medium: "Memory", sizeLimit: "1Ti" } }];
      container.volumeMounts = [{ name: "big", mountPath: "/big" }];
    },
    "What is written to the volume counts as the container's memory: the kernel stops it at the container's limit.",
  ],
  [
    "has a volume that is larger than its ephemeral storage",
    (spec, container) => {
      spec.volumes = [{ name: "big", emptyDir: { sizeLimit: "1Ti" } }];
      container.volumeMounts = [{ name: "big", mountPath: "/big" }];
    },
    "What is written to the volume counts as the pod's ephemeral storage: the kubelet evicts it at the limit.",
  ],
];

const sized = (requested: string, cpu: string) =>
  strategicPatch(pathOf("v1", "pods", "checkout", `${target}/resize`), {
    spec: {
      containers: [{ name: "app", resources: { requests: { cpu: requested }, limits: { cpu } } }],
    },
  });

/** Quotas and limits of pods. */
export const quotas: readonly Attempt[] = [
  ...tooMuch.map(
    ([what, change]): Attempt => ({
      name: what,
      as: "developer of cart",
      does: create("Pod", "cart", change),
      expect: "refused",
      by: "limit-range",
      why: "One pod must not take what the namespace was given for all.",
      serves: [...serves, "NSA-POD-21"],
    }),
  ),
  ...bounded.map(
    ([what, change, hole]): Attempt => ({
      name: what,
      as: "developer of cart",
      does: create("Pod", "cart", change),
      expect: "admitted",
      ...(hole !== undefined && { hole }),
      why:
        hole === undefined
          ? "LimitRange fills in what a pod leaves out."
          : "It could fill the node's memory or disk.",
      serves,
    }),
  ),
  {
    name: "grows a running pod",
    as: "developer of checkout",
    does: sized("500m", "1"),
    expect: "refused",
    by: "rbac",
    why: "Pods change by deploying them.",
    serves: [...serves, "B7"],
  },
  {
    name: "grows a running pod past its namespace's limit",
    as: "delegate of checkout",
    does: sized("32", "64"),
    expect: "refused",
    by: "limit-range",
    why: "What can't be had at creation must not be had later.",
    serves,
  },
  {
    name: "grows a running pod within its namespace's limit",
    as: "delegate of checkout",
    does: sized("500m", "1"),
    expect: "admitted",
    why: "What was given may be used.",
    serves,
  },
  {
    name: "writes a ConfigMap of two megabytes",
    as: "developer of checkout",
    does: make(pathOf("v1", "configmaps", "checkout"), {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "attempt" },
      data: { big: "x".repeat(2 * 1024 ** 2) },
    }),
    expect: "refused",
    by: "validation",
    why: "The database holds small objects; its size bounds the whole cluster.",
    serves: [...serves, "T1499"],
  },
  {
    name: "asks for graphics processors that the quota doesn't count",
    as: "developer of checkout",
    does: create("Pod", "checkout", both("nvidia.com/gpu", "8")),
    expect: "refused",
    by: "casemate-resources",
    why: "A node autoscaler would buy the dearest nodes there are for it.",
    serves,
  },
  {
    name: "asks for huge pages that the quota doesn't count",
    as: "developer of checkout",
    does: create("Pod", "checkout", both("hugepages-2Mi", "1Gi")),
    expect: "refused",
    by: "casemate-resources",
    why: "Huge pages are memory that no quota of the namespace bounds.",
    serves,
  },
  {
    name: "claims an overhead for its pod",
    as: "developer of checkout",
    does: create("Pod", "checkout", (spec) => {
      spec.overhead = { cpu: "1m" };
    }),
    expect: "refused",
    by: "runtime-class",
    why: "Only a RuntimeClass says what a pod's sandbox takes.",
    serves,
  },
];
