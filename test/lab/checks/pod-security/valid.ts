import type { V1Container, V1PodSpec } from "@kubernetes/client-node";

/** The fields of a container that Pod Security checks. */
export type ContainerPart = Partial<V1Container>;

/**
 * Removes fields that validation refuses before Pod Security checks them. These are Windows options for Linux, an
 * unmasked /proc outside a user namespace, and sysctls of namespaces of the host.
 */
export function valid(pod: V1PodSpec): V1PodSpec {
  const { securityContext = {}, containers, initContainers = [], ephemeralContainers, ...spec } = pod;
  const { windowsOptions, sysctls, ...rest } = securityContext;
  const maskless = spec.hostUsers === false;
  const mended = <C extends Pick<V1Container, "securityContext">>({ securityContext, ...container }: C) => {
    if (securityContext === undefined) {
      return container;
    }
    const { windowsOptions, procMount, ...rest } = securityContext;
    return {
      ...container,
      securityContext: {
        ...rest,
        ...(spec.os === undefined && windowsOptions !== undefined && { windowsOptions }),
        ...((maskless || procMount === "Default") && procMount !== undefined && { procMount }),
      },
    };
  };
  return {
    ...spec,
    securityContext: {
      ...rest,
      ...(spec.os === undefined && windowsOptions !== undefined && { windowsOptions }),
      ...(sysctls !== undefined && {
        sysctls: sysctls.filter(({ name }) =>
          name.startsWith("net") ? spec.hostNetwork !== true : spec.hostIPC !== true,
        ),
      }),
    },
    containers: containers.map(mended),
    initContainers: initContainers.map(mended),
    ...(ephemeralContainers !== undefined && { ephemeralContainers: ephemeralContainers.map(mended) }),
  } as V1PodSpec;
}

/** Adds the fields that valid containers need: names, images, resources and ports. */
export function complete(
  base: V1PodSpec,
  containers: readonly ContainerPart[],
  initContainers: readonly ContainerPart[],
  hostNetwork: boolean,
): Pick<V1PodSpec, "containers" | "initContainers"> {
  const ports = ({ ports = [] }: ContainerPart, first: number) =>
    ports.map(({ hostPort }, index) => {
      const port = first + index;
      return { containerPort: port, ...((hostPort !== undefined || hostNetwork) && { hostPort: port }) };
    });
  const whole = (part: ContainerPart, name: string, first: number): V1Container => ({
    ...base.containers[0],
    ...part,
    name,
    ports: ports(part, first),
  });
  return {
    containers: containers.map((part, index) => whole(part, `app-${index}`, 8080 + 10 * index)),
    // Of the init containers, only a sidecar may have probes and handlers.
    initContainers: initContainers.map((part, index) => ({
      ...whole(part, `init-${index}`, 9080 + 10 * index),
      restartPolicy: "Always",
    })),
  };
}
