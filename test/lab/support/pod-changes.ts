import type { V1Container, V1PodSpec } from "@kubernetes/client-node";
import type { Change } from "./workloads.ts";

/** Changes of a compliant pod that several attempts have in common. */

/** Changes the security context of a pod or a container. */
export function secure<Target extends V1PodSpec | V1Container>(
  target: Target,
  differs: NonNullable<Target["securityContext"]>,
): void {
  target.securityContext = { ...target.securityContext, ...differs };
}

export function withImage(image: string): Change {
  return (_, container) => {
    container.image = image;
  };
}

/** With an amount of a resource. For example: `withResource("limits", "cpu", "100")`. */
export function withResource(of: "requests" | "limits", name: string, value: string): Change {
  return (_, container) => {
    container.resources = { ...container.resources, [of]: { ...container.resources?.[of], [name]: value } };
  };
}

/** With the same amount as request and as limit. */
export function withRequestAndLimit(name: string, value: string): Change {
  return (spec, container) => {
    withResource("requests", name, value)(spec, container);
    withResource("limits", name, value)(spec, container);
  };
}

/** With a projected service account token. Without an audience, it is for the Kubernetes API. */
export function withProjectedToken(audience?: string): Change {
  return (spec) => {
    spec.volumes = [
      {
        name: "token",
        projected: {
          sources: [{ serviceAccountToken: { path: "token", ...(audience && { audience }) } }],
        },
      },
    ];
  };
}
