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

/** Requests for more than the namespace has. `cart` has 12 pods, of 2 cores in all, and no persistent volumes. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: "developer of cart",
      expect: "refused",
      by: "limit-range",
      why: "One pod must not use the whole quota of the namespace.",
      serves: [...serves, ...nsa("NSA-POD-21")],
    },
    [
      {
        name: "requests no limit of cpu by the limit 0",
        does: create("Pod", "cart", withRequestAndLimit("cpu", "0")),
      },
      {
        name: "requests no limit of memory by the limit 0",
        does: create("Pod", "cart", withRequestAndLimit("memory", "0")),
      },
      {
        name: "requests no limit of ephemeral storage by the limit 0",
        does: create("Pod", "cart", withRequestAndLimit("ephemeral-storage", "0")),
      },
      { name: "requests a hundred cores", does: create("Pod", "cart", withRequestAndLimit("cpu", "100")) },
      {
        name: "may use a hundred cores, and requests few",
        does: create("Pod", "cart", withResource("limits", "cpu", "100")),
      },
      {
        name: "requests a terabyte of memory",
        does: create("Pod", "cart", withRequestAndLimit("memory", "1Ti")),
      },
      {
        name: "requests a terabyte of ephemeral storage",
        does: create("Pod", "cart", withRequestAndLimit("ephemeral-storage", "1Ti")),
      },
      {
        name: "requests too much in an init container",
        does: create("Pod", "cart", (spec, container) => {
          spec.initContainers = [{ ...structuredClone(container), name: "init" }];
          const [init] = spec.initContainers;
          if (init !== undefined) {
            withRequestAndLimit("memory", "100Gi")(spec, init);
          }
        }),
      },
      {
        name: "requests too much in a sidecar",
        does: create("Pod", "cart", (spec, container) => {
          spec.initContainers = [{ ...structuredClone(container), name: "beside", restartPolicy: "Always" }];
          const [beside] = spec.initContainers;
          if (beside !== undefined) {
            withRequestAndLimit("cpu", "64")(spec, beside);
          }
        }),
      },
      {
        name: "requests too much by many small containers",
        does: create("Pod", "cart", (spec, container) => {
          withRequestAndLimit("memory", "1Gi")(spec, container);
          spec.containers = Array.from({ length: 9 }, (_, index) => ({ ...container, name: `c${index}` }));
        }),
      },
      {
        name: "requests too much for the whole pod",
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
      why: "LimitRange sets the missing requests of a pod.",
      serves,
    },
    [
      {
        name: "requests nothing, and gets the namespace's defaults",
        does: create("Pod", "cart", (_, container) => {
          delete container.resources;
        }),
      },
    ],
  ),
  ...table(
    {
      as: "developer of cart",
      expect: "admitted",
      why: "The volume could fill the node's memory or disk.",
      serves,
    },
    [
      {
        name: "has a volume in memory that is larger than its memory",
        does: create("Pod", "cart", (spec, container) => {
          spec.volumes = [{ name: "big", emptyDir: { medium: "Memory", sizeLimit: "1Ti" } }];
          container.volumeMounts = [{ name: "big", mountPath: "/big" }];
        }),
        hole: "The volume's content counts as the container's memory: the kernel stops the container at its limit.",
      },
      {
        name: "has a volume that is larger than its ephemeral storage",
        does: create("Pod", "cart", (spec, container) => {
          spec.volumes = [{ name: "big", emptyDir: { sizeLimit: "1Ti" } }];
          container.volumeMounts = [{ name: "big", mountPath: "/big" }];
        }),
        hole: "The volume's content counts as the pod's ephemeral storage: the kubelet evicts the pod at its limit.",
      },
    ],
  ),
  {
    name: "grows a running pod",
    as: "developer of checkout",
    does: sized("500m", "1"),
    expect: "refused",
    by: "rbac",
    why: "Developers change pods by deployments.",
    serves: [...serves, ...requirement("B7")],
  },
  {
    name: "grows a running pod past its namespace's limit",
    as: "delegate of checkout",
    does: sized("32", "64"),
    expect: "refused",
    by: "limit-range",
    why: "An update must not exceed the limit of a creation.",
    serves,
  },
  {
    name: "grows a running pod within its namespace's limit",
    as: "delegate of checkout",
    does: sized("500m", "1"),
    expect: "admitted",
    why: "A tenant may use its whole quota.",
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
    why: "The cluster's database has a limited size, so objects must be small.",
    serves: [...serves, ...mitre("T1499")],
  },
  {
    name: "requests graphics processors of a size without any",
    as: "developer of checkout",
    does: create("Pod", "checkout", withRequestAndLimit("nvidia.com/gpu", "8")),
    expect: "refused",
    by: "quota",
    why: "A node autoscaler would start the most expensive nodes for it.",
    serves,
  },
  {
    name: "requests huge pages that the quota doesn't count",
    as: "developer of checkout",
    does: create("Pod", "checkout", withRequestAndLimit("hugepages-2Mi", "1Gi")),
    expect: "refused",
    by: "casemate-resources",
    why: "No quota of the namespace limits huge pages.",
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
    why: "Only a RuntimeClass may set the overhead of a pod's sandbox.",
    serves,
  },
];
