import type { V1Container, V1PodTemplateSpec, V1SecurityContext } from "@kubernetes/client-node";

/** A level of the Pod Security Standards. */
export type PodLevel = "restricted" | "baseline" | "privileged";

/**
 * The strictest level that a pod meets, by the fields that are facts. The lab compares it with the API server's own verdict.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podLevel(pod: V1PodTemplateSpec): PodLevel {
  if (!meetsBaseline(pod)) {
    return "privileged";
  }
  return meetsRestricted(pod) ? "restricted" : "baseline";
}

/** The laxest of some levels. */
export function laxest(levels: readonly PodLevel[]): PodLevel {
  return (["privileged", "baseline"] as const).find((level) => levels.includes(level)) ?? "restricted";
}

const baselineCapabilities = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

function meetsBaseline({ metadata, spec }: V1PodTemplateSpec): boolean {
  const ofHost = spec?.hostNetwork || spec?.hostPID || spec?.hostIPC;
  const hasHostPath = spec?.volumes?.some(({ hostPath }) => hostPath !== undefined);
  const unconfined = Object.values(metadata?.annotations ?? {}).includes("unconfined");
  return (
    !ofHost &&
    !hasHostPath &&
    !unconfined &&
    isConfined(spec?.securityContext) &&
    containersOf(spec).every(({ ports, securityContext }) => {
      const added = securityContext?.capabilities?.add ?? [];
      return (
        !securityContext?.privileged &&
        isConfined(securityContext) &&
        (securityContext?.procMount ?? "Default") === "Default" &&
        added.every((capability) => baselineCapabilities.has(capability)) &&
        (ports ?? []).every(({ hostPort = 0 }) => hostPort === 0)
      );
    })
  );
}

/** The profiles of seccomp, AppArmor and SELinux, by which `baseline` allows the runtime's default and stricter ones. */
function isConfined(context: Partial<V1SecurityContext> | undefined): boolean {
  const { type, user, role } = context?.seLinuxOptions ?? {};
  const seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
  return (
    context?.seccompProfile?.type !== "Unconfined" &&
    context?.appArmorProfile?.type !== "Unconfined" &&
    seLinuxTypes.includes(type ?? "") &&
    !user &&
    !role
  );
}

const restrictedVolumes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

function meetsRestricted({ spec }: V1PodTemplateSpec): boolean {
  const ofPod = spec?.securityContext;
  const hasKnownVolumes = (spec?.volumes ?? []).every((volume) =>
    Object.keys(volume).every((key) => key === "name" || restrictedVolumes.includes(key)),
  );
  return (
    hasKnownVolumes &&
    ofPod?.runAsUser !== 0 &&
    containersOf(spec).every(({ securityContext }) => {
      const { add = [], drop = [] } = securityContext?.capabilities ?? {};
      return (
        securityContext?.allowPrivilegeEscalation === false &&
        drop.includes("ALL") &&
        add.every((capability) => capability === "NET_BIND_SERVICE") &&
        (securityContext?.runAsNonRoot ?? ofPod?.runAsNonRoot) === true &&
        securityContext?.runAsUser !== 0 &&
        ["RuntimeDefault", "Localhost"].includes(
          (securityContext?.seccompProfile ?? ofPod?.seccompProfile)?.type ?? "",
        )
      );
    })
  );
}

function containersOf(spec: V1PodTemplateSpec["spec"]): V1Container[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
}
