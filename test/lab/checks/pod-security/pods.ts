import type { V1Lifecycle, V1PodSpec, V1PodTemplateSpec, V1Probe } from "@kubernetes/client-node";
import fc from "fast-check";
import { type Draw, field, rarely } from "./field.ts";
import { podSecurityContext, securityContext, windowsContexts } from "./security-contexts.ts";
import { type ContainerPart, complete, valid } from "./valid.ts";
import { volumes } from "./volumes.ts";

const appArmorAnnotation = "container.apparmor.security.beta.kubernetes.io";

/**
 * Pods that differ in every field that Pod Security checks (k8s.io/pod-security-admission, policy/check_*.go). About half
 * of them are `restricted`. The server refuses ephemeral containers in a new pod: see {@link debugged}.
 *
 * @param base - an admitted pod, for the fields that Pod Security doesn't check
 */
export function pods(base: V1PodSpec): fc.Arbitrary<V1PodTemplateSpec> {
  const some = (careful: boolean) =>
    fc.oneof(
      { weight: 12, arbitrary: linuxPod(base, { careful }) },
      { weight: 1, arbitrary: windowsPod(base, { careful }) },
    );
  return fc.oneof(some(true), some(false)).map(withoutUndefined);
}

/** The pod with an ephemeral container. Only its security context differs, because it can't have the other fields. */
export function debugged(base: V1PodSpec): fc.Arbitrary<V1PodTemplateSpec> {
  const { name: targetContainerName, image } = base.containers[0] ?? {};
  return securityContext({ careful: false }).map((securityContext) =>
    withoutUndefined({
      spec: valid({
        ...base,
        ephemeralContainers: [{ name: "debugger", image, targetContainerName, securityContext }],
      } as V1PodSpec),
    }),
  );
}

function linuxPod(base: V1PodSpec, draw: Draw): fc.Arbitrary<V1PodTemplateSpec> {
  return fc
    .record({
      os: fc.constantFrom(undefined, undefined, { name: "linux" }),
      host: host(draw),
      securityContext: podSecurityContext(draw),
      containers: fc.array(container(draw), { minLength: 1, maxLength: 3 }),
      initContainers: fc.array(container(draw), { maxLength: 2 }),
      volumes: volumes(draw),
      profile: rarely(field(draw, ["runtime/default", "localhost/shop"], ["unconfined"])),
    })
    .map(({ host, profile, containers, initContainers, ...rest }) => ({
      metadata:
        profile === undefined || rest.securityContext.appArmorProfile !== undefined
          ? {}
          : annotated(profile, containers),
      spec: valid({
        ...base,
        ...rest,
        ...host,
        volumes: [...(base.volumes ?? []), ...rest.volumes],
        ...complete(base, containers, initContainers, host.hostNetwork === true),
      } as V1PodSpec),
    }));
}

function windowsPod(base: V1PodSpec, draw: Draw): fc.Arbitrary<V1PodTemplateSpec> {
  return fc
    .record({
      contexts: windowsContexts(draw),
      count: fc.integer({ min: 1, max: 2 }),
      volumes: volumes(draw),
    })
    .map(({ contexts: { pod, container, hostProcess }, count, volumes }) => ({
      spec: {
        ...base,
        os: { name: "windows" },
        hostNetwork: hostProcess,
        securityContext: pod,
        volumes: [...(base.volumes ?? []), ...volumes],
        ...complete(base, Array(count).fill({ securityContext: container }), [], hostProcess),
      },
    }));
}

/** Namespaces of the host. The server refuses a user namespace together with one of these. */
function host(draw: Draw): fc.Arbitrary<Partial<V1PodSpec>> {
  const shared = field<boolean | undefined>(draw, [undefined, undefined, false], [true]);
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        hostNetwork: shared,
        hostPID: shared,
        hostIPC: shared,
        hostUsers: fc.constantFrom(undefined, true),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ hostUsers: false }) },
  ) as fc.Arbitrary<Partial<V1PodSpec>>;
}

function container(draw: Draw): fc.Arbitrary<ContainerPart> {
  return fc.record({
    securityContext: securityContext(draw),
    ports: rarely(field(draw, [[{ containerPort: 0 }]], [[{ containerPort: 0, hostPort: 0 }]])),
    livenessProbe: rarely(probe(draw)),
    readinessProbe: rarely(probe(draw)),
    startupProbe: rarely(probe(draw)),
    lifecycle: rarely(lifecycle(draw)),
  }) as fc.Arbitrary<ContainerPart>;
}

const hosts = (draw: Draw) =>
  field<string | undefined>(draw, [undefined, ""], ["169.254.169.254", "localhost"]);

function probe(draw: Draw): fc.Arbitrary<V1Probe> {
  return fc.oneof(
    hosts(draw).map((host) => ({ httpGet: { port: 8080, ...(host !== undefined && { host }) } })),
    hosts(draw).map((host) => ({ tcpSocket: { port: 8080, ...(host !== undefined && { host }) } })),
    fc.constant({ exec: { command: ["true"] } }),
  ) as fc.Arbitrary<V1Probe>;
}

function lifecycle(draw: Draw): fc.Arbitrary<V1Lifecycle> {
  return fc.tuple(fc.constantFrom("postStart", "preStop"), probe(draw)).map(([when, handler]) => ({
    [when]: handler,
  }));
}

/** AppArmor by annotation, like before Kubernetes 1.30. The server refuses it together with the field. */
function annotated(
  profile: string,
  containers: readonly ContainerPart[],
): V1PodTemplateSpec["metadata"] & object {
  const free = containers.findIndex((part) => part.securityContext?.appArmorProfile === undefined);
  return free === -1 ? {} : { annotations: { [`${appArmorAnnotation}/app-${free}`]: profile } };
}

/** The pod as it is sent, without undefined fields. */
function withoutUndefined(pod: V1PodTemplateSpec): V1PodTemplateSpec {
  return JSON.parse(JSON.stringify(pod));
}
