import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy, Validation } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { allOf, celList } from "../cel/cel.ts";
import {
  type ContainerRule,
  containerAppArmor,
  containerValidations,
  harmlessVolumes,
  noHostPorts,
  noHostProcess,
  podAnnotations,
  podAppArmor,
  podHostProcess,
  refusedContainers,
  specOrAppArmorChanged,
} from "../cel/pod-rules.ts";
import { baseline } from "../cel/pod-security-level.ts";
import { containers, podSpecs, volumes } from "../cel/pod-spec.ts";
import { templateRules } from "../cel/resource-rules.ts";

// Pod Security doesn't demand Linux-only fields of pods for Windows, because they must not be set there.
const isWindows = "variables.podSpec.?os.?name.orValue('') == 'windows'";
const atBaseline = "variables.baseline";
/** Pod Security's list for baseline. */
const baselineCapabilities = celList([
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
const podContext = "variables.podSpec.?securityContext";
const handlers =
  "[c.?livenessProbe, c.?readinessProbe, c.?startupProbe, c.?lifecycle.?postStart, c.?lifecycle.?preStop]";
const seLinuxTypes = celList([
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
]);
const seLinuxOk = (context: string) =>
  allOf(
    `${context}.?seLinuxOptions.?type.orValue('') in ${seLinuxTypes}`,
    `${context}.?seLinuxOptions.?user.orValue('') == ''`,
    `${context}.?seLinuxOptions.?role.orValue('') == ''`,
  );
const seccompTypes = "['RuntimeDefault', 'Localhost']";
// At baseline, a profile isn't required, but Unconfined is refused. The pod's own profile has its own rule.
const seccompDefault = `variables.baseline ? 'RuntimeDefault' : ${podContext}.?seccompProfile.?type.orValue('')`;

const rules: readonly ContainerRule[] = [
  {
    holds: "c.?securityContext.?privileged.orValue(false) == false",
    advice: "leave securityContext.privileged out",
  },
  {
    holds: `${atBaseline} || ${isWindows} || c.?securityContext.?allowPrivilegeEscalation.orValue(true) == false`,
    advice: "set securityContext.allowPrivilegeEscalation to false",
  },
  {
    holds: `${atBaseline} || ${isWindows} || 'ALL' in c.?securityContext.?capabilities.?drop.orValue([])`,
    advice: 'set securityContext.capabilities.drop to ["ALL"]',
  },
  {
    holds: `${atBaseline} || ${isWindows} || c.?securityContext.?capabilities.?add.orValue([]).all(name, name == 'NET_BIND_SERVICE')`,
    advice: "add no capabilities but NET_BIND_SERVICE",
  },
  {
    holds: `c.?securityContext.?capabilities.?add.orValue([]).all(name, name in ${baselineCapabilities})`,
    advice: "add no capabilities but those of a container runtime's default",
  },
  {
    holds: `${atBaseline} || variables.ownUsers || c.?securityContext.?runAsNonRoot.orValue(${podContext}.?runAsNonRoot.orValue(false))`,
    advice: "set securityContext.runAsNonRoot to true, or do so for the pod",
  },
  {
    holds: `${atBaseline} || variables.ownUsers || c.?securityContext.?runAsUser.orValue(1) != 0`,
    advice: "set securityContext.runAsUser to another user than 0, or leave it out",
  },
  {
    holds: `${isWindows} || c.?securityContext.?seccompProfile.?type.orValue(${seccompDefault}) in ${seccompTypes}`,
    advice: "set securityContext.seccompProfile.type to RuntimeDefault or Localhost, or do so for the pod",
  },
  {
    holds: seLinuxOk("c.?securityContext"),
    advice: "leave securityContext.seLinuxOptions out, but for a level, or a type of the container_t kind",
  },
  {
    holds: "c.?securityContext.?procMount.orValue('Default') == 'Default'",
    advice: "leave securityContext.procMount out",
  },
  {
    holds: `${handlers}.all(h, h.?httpGet.?host.orValue('') == '' && h.?tcpSocket.?host.orValue('') == '')`,
    advice: "leave host out of probes and lifecycle hooks",
  },
  noHostPorts,
  containerAppArmor,
  noHostProcess,
];

const sysctls = celList([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

const podSysctls = `${podContext}.?sysctls.orValue([])`;
const refusedSysctls = `${podSysctls}.filter(s, !(s.name in ${sysctls})).map(s, s.name).join(', ')`;

// The version of Pod Security's rules, and whether that version allows any user in a user namespace.
const enforcedVersion =
  "namespaceObject.metadata.?labels[?'pod-security.kubernetes.io/enforce-version'].orValue('latest')";
const usersAreFree =
  "!variables.version.matches('^v1[.][0-9]{1,3}$') || int(variables.version.substring(3)) >= 35";

const podValidations: readonly Validation[] = [
  {
    expression: allOf(
      "!variables.podSpec.?hostNetwork.orValue(false)",
      "!variables.podSpec.?hostPID.orValue(false)",
      "!variables.podSpec.?hostIPC.orValue(false)",
    ),
    message: "Leave hostNetwork, hostPID and hostIPC out.",
    reason: "Forbidden",
  },
  {
    expression: `${atBaseline} || variables.ownUsers || ${podContext}.?runAsNonRoot.orValue(true)`,
    message: "Don't set securityContext.runAsNonRoot of the pod to false.",
    reason: "Forbidden",
  },
  {
    expression: `${atBaseline} || variables.ownUsers || ${podContext}.?runAsUser.orValue(1) != 0`,
    message: "Don't set securityContext.runAsUser of the pod to 0.",
    reason: "Forbidden",
  },
  {
    expression: `${isWindows} || ${podContext}.?seccompProfile.?type.orValue('RuntimeDefault') in ${seccompTypes}`,
    message: "Set securityContext.seccompProfile.type of the pod to RuntimeDefault or Localhost.",
    reason: "Forbidden",
  },
  {
    expression: seLinuxOk(podContext),
    message: "Leave user, role and type out of securityContext.seLinuxOptions of the pod.",
    reason: "Forbidden",
  },
  {
    expression: `${podSysctls}.all(s, s.name in ${sysctls})`,
    message: "Leave sysctls out that aren't namespaced and safe.",
    messageExpression: `'Sysctls that are refused: ' + ${refusedSysctls} + '.'`,
    reason: "Forbidden",
  },
];

/**
 * Refuses templates whose pods Pod Security's `restricted` would refuse. Pod Security itself only warns about
 * templates, so users would notice late that a Deployment never gets pods.
 *
 * In a namespace with an exception, it refuses what `baseline` would refuse.
 *
 * The rules are exactly those of k8s.io/pod-security-admission v0.36.3 (v0.35.4 has the same). `enforce-version`
 * matters for one rule: since 1.35, a pod with its own user namespace may run as any user.
 */
export function templatesPolicy(exemptNamespaces: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-templates",
    summary: "Pod templates whose pods Pod Security restricted would refuse.",
    controls: [
      ...requirement("A5", "A10", "B3", "C2"),
      ...cis("4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5"),
      ...nsa("NSA-POD-01", "NSA-POD-05", "NSA-POD-06", "NSA-POD-07", "NSA-POD-08", "NSA-POD-09"),
      ...nsa("NSA-POD-11", "NSA-POD-12", "NSA-POD-13", "NSA-POD-14", "NSA-POD-15", "NSA-POD-16"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exemptNamespaces),
        resourceRules: templateRules,
      },
      matchConditions: [specOrAppArmorChanged],
      variables: [
        ...podSpecs,
        podAnnotations,
        containers,
        volumes,
        baseline,
        { name: "version", expression: enforcedVersion },
        {
          name: "ownUsers",
          expression: allOf("variables.podSpec.?hostUsers.orValue(true) == false", `(${usersAreFree})`),
        },
      ],
      validations: [
        withinBounds,
        ...podValidations,
        ...containerValidations(rules),
        ...podAppArmor,
        podHostProcess,
        harmlessVolumes,
      ],
      auditAnnotations: [refusedContainers(rules)],
    },
  };
}
