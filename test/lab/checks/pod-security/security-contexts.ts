import type {
  V1Capabilities,
  V1PodSecurityContext,
  V1SELinuxOptions,
  V1SecurityContext,
  V1Sysctl,
} from "@kubernetes/client-node";
import fc from "fast-check";
import { type Draw, field, rarely } from "./field.ts";

const localhost = { type: "Localhost", localhostProfile: "profiles/shop.json" };
const unconfined = { type: "Unconfined" };
const runtimeDefault = { type: "RuntimeDefault" };

const seLinux: {
  readonly compliant: readonly V1SELinuxOptions[];
  readonly others: readonly V1SELinuxOptions[];
} = {
  compliant: [
    {},
    { type: "" },
    { level: "s0:c123,c456" },
    { type: "container_t" },
    { type: "container_init_t" },
    { type: "container_kvm_t" },
    { type: "container_engine_t" },
  ],
  others: [
    { type: "spc_t" },
    { type: "container_t ", level: "s0" },
    { user: "system_u" },
    { role: "system_r" },
    { type: "container_t", user: "root" },
  ],
};

const safeSysctls = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
];
const otherSysctls = [
  "kernel.msgmax",
  "net.core.somaxconn",
  "net.ipv4.ip_forward",
  "net/ipv4/tcp_syncookies",
];

function sysctls(draw: Draw): fc.Arbitrary<V1Sysctl[]> {
  return fc
    .uniqueArray(field(draw, safeSysctls, otherSysctls), { maxLength: 3 })
    .map((names) => names.map((name) => ({ name, value: "1" })));
}

const capabilities: {
  readonly compliant: readonly V1Capabilities[];
  readonly others: readonly V1Capabilities[];
} = {
  compliant: [
    { drop: ["ALL"] },
    { drop: ["ALL"], add: [] },
    { drop: ["NET_RAW", "ALL"] },
    { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
  ],
  others: [
    {},
    { drop: [] },
    { drop: ["all"] },
    { drop: ["NET_RAW"] },
    { drop: ["CAP_ALL"] },
    { drop: ["ALL"], add: ["SYS_ADMIN"] },
    { drop: ["ALL"], add: ["NET_BIND_SERVICE", "CHOWN"] },
    { drop: ["ALL"], add: ["CAP_NET_BIND_SERVICE"] },
    { drop: ["ALL"], add: ["net_bind_service"] },
    { drop: ["ALL"], add: ["ALL"] },
  ],
};

/** The security context of the pod. Its containers may override each field. */
export function podSecurityContext(draw: Draw): fc.Arbitrary<V1PodSecurityContext> {
  return fc.record({
    runAsNonRoot: field<boolean | undefined>(draw, [true], [undefined, false]),
    runAsUser: field<number | undefined>(draw, [undefined, 1, 10001], [0]),
    runAsGroup: fc.constantFrom(undefined, 0, 10001),
    seccompProfile: field<object | undefined>(draw, [runtimeDefault, localhost], [undefined, unconfined]),
    appArmorProfile: field<object | undefined>(draw, [undefined, runtimeDefault, localhost], [unconfined]),
    seLinuxOptions: rarely(field(draw, seLinux.compliant, seLinux.others)),
    sysctls: rarely(sysctls(draw)),
    windowsOptions: fc.constantFrom(undefined, undefined, {}, { hostProcess: false }),
  }) as fc.Arbitrary<V1PodSecurityContext>;
}

/** The security context of one container. */
export function securityContext(draw: Draw): fc.Arbitrary<V1SecurityContext | undefined> {
  const context = fc.record({
    allowPrivilegeEscalation: field<boolean | undefined>(draw, [false], [undefined, true]),
    privileged: field<boolean | undefined>(draw, [undefined, false], [true]),
    capabilities: field<V1Capabilities | undefined>(draw, capabilities.compliant, [
      undefined,
      ...capabilities.others,
    ]),
    readOnlyRootFilesystem: fc.constant(true),
    runAsNonRoot: field<boolean | undefined>(draw, [undefined, true], [false]),
    runAsUser: field<number | undefined>(draw, [undefined, undefined, 10002], [0]),
    seccompProfile: field<object | undefined>(draw, [undefined, runtimeDefault, localhost], [unconfined]),
    appArmorProfile: field<object | undefined>(draw, [undefined, runtimeDefault, localhost], [unconfined]),
    seLinuxOptions: rarely(field(draw, seLinux.compliant, seLinux.others)),
    procMount: field<string | undefined>(draw, [undefined, "Default"], ["Unmasked"]),
    windowsOptions: fc.constantFrom(undefined, undefined, {}, { hostProcess: false }),
  }) as fc.Arbitrary<V1SecurityContext>;
  // Validation refuses a privileged container with `allowPrivilegeEscalation: false`.
  const valid = context.map(({ allowPrivilegeEscalation, ...rest }) =>
    rest.privileged ? rest : { allowPrivilegeEscalation, ...rest },
  ) as fc.Arbitrary<V1SecurityContext>;
  return draw.careful
    ? valid
    : fc.oneof({ weight: 30, arbitrary: valid }, { weight: 1, arbitrary: fc.constant(undefined) });
}

/**
 * The security context of a Windows pod and its containers. The server refuses every Linux field there, so Pod Security
 * requires none. `hostProcess` needs the host's network, and then applies to every container.
 */
export function windowsContexts(draw: Draw): fc.Arbitrary<{
  readonly pod: V1PodSecurityContext;
  readonly container: V1SecurityContext;
  readonly hostProcess: boolean;
}> {
  return fc
    .record({
      runAsNonRoot: field<boolean | undefined>(draw, [true], [undefined, false]),
      ofContainer: field<boolean | undefined>(draw, [undefined, true], [false]),
      hostProcess: draw.careful ? fc.constant(false) : fc.boolean(),
      inPod: fc.boolean(),
    })
    .map(({ runAsNonRoot, ofContainer, hostProcess, inPod }) => ({
      pod: {
        ...(runAsNonRoot !== undefined && { runAsNonRoot }),
        ...(inPod && { windowsOptions: { hostProcess } }),
      },
      container: {
        ...(ofContainer !== undefined && { runAsNonRoot: ofContainer }),
        ...(!inPod && { windowsOptions: { hostProcess } }),
      },
      hostProcess,
    }));
}
