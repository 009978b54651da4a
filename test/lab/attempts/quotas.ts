import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { withRequestAndLimit, withResource } from "../support/pod-changes.ts";
import { make, pathOf, strategicPatch } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";

const serves: Controls = [...requirement("B5", "D4"), ...nsa("NSA-NET-05", "NSA-NET-06"), ...mitre("T1496")];

const sized = (requested: string, cpu: string) =>
  strategicPatch(pathOf("v1", "pods", "checkout", `${target}/resize`), {
    spec: {
      containers: [{ name: "app", resources: { requests: { cpu: requested }, limits: { cpu } } }],
    },
  });

/** Taking more than the namespace has. `cart` has 12 pods, of 2 cores in all, and no persistent volumes. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: "developer of cart",
      expect: "refused",
      by: "limit-range",
      why: "One pod must not take what the namespace was given for all.",
      serves: [...serves, ...nsa("NSA-POD-21")],
    },
    [
      {
        name: "asks for no limit of cpu by the limit 0",
        does: create("Pod", "cart", withRequestAndLimit("cpu", "0")),
      },
      {
        name: "asks for no limit of memory by the limit 0",
        does: create("Pod", "cart", withRequestAndLimit("memory", "0")),
      },
      {
        name: "asks for no limit of ephemeral storage by the limit 0",
        does: create("Pod", "cart", withRequestAndLimit("ephemeral-storage", "0")),
      },
      { name: "asks for a hundred cores", does: create("Pod", "cart", withRequestAndLimit("cpu", "100")) },
      {
        name: "may use a hundred cores, and asks for few",
        does: create("Pod", "cart", withResource("limits", "cpu", "100")),
      },
      {
        name: "asks for a terabyte of memory",
        does: create("Pod", "cart", withRequestAndLimit("memory", "1Ti")),
      },
      {
        name: "asks for a terabyte of ephemeral storage",
        does: create("Pod", "cart", withRequestAndLimit("ephemeral-storage", "1Ti")),
      },
      {
        name: "asks for too much in an init container",
        does: create("Pod", "cart", (spec, container) => {
          spec.initContainers = [{ ...structuredClone(container), name: "init" }];
          const [init] = spec.initContainers;
          if (init !== undefined) {
            withRequestAndLimit("memory", "100Gi")(spec, init);
          }
        }),
      },
      {
        name: "asks for too much in a container that runs beside the others from the start",
        does: create("Pod", "cart", (spec, container) => {
          spec.initContainers = [{ ...structuredClone(container), name: "beside", restartPolicy: "Always" }];
          const [beside] = spec.initContainers;
          if (beside !== undefined) {
            withRequestAndLimit("cpu", "64")(spec, beside);
          }
        }),
      },
      {
        name: "asks for too much by many containers that are small each",
        does: create("Pod", "cart", (spec, container) => {
          withRequestAndLimit("memory", "1Gi")(spec, container);
          spec.containers = Array.from({ length: 9 }, (_, index) => ({ ...container, name: `c${index}` }));
        }),
      },
      {
        name: "asks for too much for the pod as a whole",
        does: create("Pod", "cart", (spec) => {
          Object.assign(spec, { resources: { requests: { cpu: "100" }, limits: { cpu: "100" } } });
        }),
      },
    ],
  ),
  ...table(
    {
      as: "developer of cart",
      expect: "admitted",
      why: "LimitRange fills in what a pod leaves out.",
      serves,
    },
    [
      {
        name: "asks for nothing, and gets the namespace's defaults",
        does: create("Pod", "cart", (_, container) => {
          delete container.resources;
        }),
      },
    ],
  ),
  ...table(
    { as: "developer of cart", expect: "admitted", why: "It could fill the node's memory or disk.", serves },
    [
      {
        name: "has a volume in memory that is larger than its memory",
        does: create("Pod", "cart", (spec, container) => {
          spec.volumes = [{ name: "big", emptyDir: { medium: "Memory", sizeLimit: "1Ti" } }];
          container.volumeMounts = [{ name: "big", mountPath: "/big" }];
        }),
        hole: "What is written to the volume counts as the container's memory: the kernel stops it at the container's limit.",
      },
      {
        name: "has a volume that is larger than its ephemeral storage",
        does: create("Pod", "cart", (spec, container) => {
          spec.volumes = [{ name: "big", emptyDir: { sizeLimit: "1Ti" } }];
          container.volumeMounts = [{ name: "big", mountPath: "/big" }];
        }),
        hole: "What is written to the volume counts as the pod's ephemeral storage: the kubelet evicts it at the limit.",
      },
    ],
  ),
  {
    name: "grows a running pod",
    as: "developer of checkout",
    does: sized("500m", "1"),
    expect: "refused",
    by: "rbac",
    why: "Pods change by deploying them.",
    serves: [...serves, ...requirement("B7")],
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
    serves: [...serves, ...mitre("T1499")],
  },
  {
    name: "asks for graphics processors that the quota doesn't count",
    as: "developer of checkout",
    does: create("Pod", "checkout", withRequestAndLimit("nvidia.com/gpu", "8")),
    expect: "refused",
    by: "casemate-resources",
    why: "A node autoscaler would buy the dearest nodes there are for it.",
    serves,
  },
  {
    name: "asks for huge pages that the quota doesn't count",
    as: "developer of checkout",
    does: create("Pod", "checkout", withRequestAndLimit("hugepages-2Mi", "1Gi")),
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
