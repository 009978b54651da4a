import type { V1Container, V1PodSpec, V1PodTemplateSpec } from "@kubernetes/client-node";
import { WorkloadDefaults } from "../../../components/workload/workload-defaults.ts";
import type { Tenant } from "./attempt.ts";

/** The registry that the example stack allows. */
export const registry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";

/** Any digest: the lab pulls no images. */
export const digest = "sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";
export const otherDigest = "sha256:dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986";

export const image = `${registry}/shop/web@${digest}`;

/** A tenant's namespace, or a namespace of the platform (`gitops`) without Pod Security, quota and LimitRange. */
export type Place = Tenant | "gitops" | "workshop" | "legacy";

/** For each namespace, a service account that its pods may use. */
export const accountOf: Readonly<Record<Place, string>> = {
  cart: "cartservice",
  catalog: "adservice",
  checkout: "checkoutservice",
  payments: "paymentservice",
  storefront: "frontend",
  gitops: "deployer",
  workshop: "app",
  legacy: "legacy",
};

export const tenants: readonly Tenant[] = ["cart", "catalog", "checkout", "payments", "storefront"];

/** Changes one field of a compliant pod. */
export type Change = (spec: V1PodSpec, container: V1Container) => void;

export const unchanged: Change = () => {};

/** A pod that every layer admits, except for `change`. */
export function podSpec(namespace: Place, change: Change = unchanged): V1PodSpec {
  return podTemplate(namespace, change).spec as V1PodSpec;
}

/** The template of a controller. */
export function podTemplate(namespace: Place, change: Change = unchanged): V1PodTemplateSpec {
  const defaults = new WorkloadDefaults({
    workload: accountOf[namespace],
    class: namespace === "payments" ? "pci" : "standard",
    runAsUser: 10001,
  });
  const template = structuredClone(
    defaults.podTemplate({
      labels: { app: "attempt" },
      containers: [
        {
          name: "app",
          image,
          resources: {
            requests: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "16Mi" },
            limits: { cpu: "20m", memory: "16Mi", "ephemeral-storage": "16Mi" },
          },
          writable: [],
        },
      ],
    }),
    // The template contains no outputs.
  ) as unknown as { metadata: { labels: Record<string, string> }; spec: V1PodSpec };
  const [container] = template.spec.containers;
  if (container === undefined) {
    throw new Error("a template without a container");
  }
  change(template.spec, container);
  return template;
}

/** A copy of the container, for example as an init container or as a second container. */
export function another(
  container: V1Container,
  name: string,
  differs: Partial<V1Container> = {},
): V1Container {
  return { ...structuredClone(container), name, ...differs };
}
