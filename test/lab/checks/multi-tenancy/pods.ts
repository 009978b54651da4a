import type { Benchmark } from "./benchmark.ts";
import { admittedPods, admittedServices } from "./tenancy.ts";

/** Benchmarks about tenants' pods and Services. */
export const podBenchmarks: readonly Benchmark[] = [
  {
    name: "block_add_capabilities",
    id: "MTB-PL1-BC-CPI-3",
    title: "Block add capabilities",
    profile: 1,
    category: "Control Plane Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "adds SETPCAP": (_, container) => {
          container.securityContext = {
            ...container.securityContext,
            capabilities: { drop: ["ALL"], add: ["SETPCAP"] },
          };
        },
      }),
  },
  {
    name: "require_run_as_non_root_user",
    id: "MTB-PL1-BC-CPI-4",
    title: "Require run as non-root user",
    profile: 1,
    category: "Control Plane Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "runAsNonRoot is left out": (spec, container) => {
          delete spec.securityContext?.runAsNonRoot;
          delete container.securityContext?.runAsNonRoot;
        },
        "runAsNonRoot is false": (_, container) => {
          container.securityContext = { ...container.securityContext, runAsNonRoot: false };
        },
        "runAsUser is 0": (_, container) => {
          container.securityContext = { ...container.securityContext, runAsUser: 0 };
        },
      }),
  },
  {
    name: "block_privileged_containers",
    id: "MTB-PL1-BC-CPI-5",
    title: "Block privileged containers",
    profile: 1,
    category: "Control Plane Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "is privileged": (_, container) => {
          container.securityContext = {
            ...container.securityContext,
            privileged: true,
            allowPrivilegeEscalation: true,
          };
        },
      }),
  },
  {
    name: "block_privilege_escalation",
    id: "MTB-PL1-BC-CPI-6",
    title: "Block privilege escalation",
    profile: 1,
    category: "Control Plane Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "allows privilege escalation": (_, container) => {
          container.securityContext = { ...container.securityContext, allowPrivilegeEscalation: true };
        },
      }),
  },
  {
    name: "block_use_of_host_path",
    id: "MTB-PL1-BC-HI-1",
    title: "Block use of host path volumes",
    profile: 1,
    category: "Host Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "mounts /tmp of the node": (spec, container) => {
          spec.volumes = [...(spec.volumes ?? []), { name: "host", hostPath: { path: "/tmp" } }];
          container.volumeMounts = [...(container.volumeMounts ?? []), { name: "host", mountPath: "/host" }];
        },
      }),
  },
  {
    name: "block_use_of_nodeport_services",
    id: "MTB-PL1-BC-HI-1",
    title: "Block use of NodePort services",
    profile: 1,
    category: "Host Isolation",
    shortfalls: (tenancy) => admittedServices(tenancy, { "is a NodePort": { type: "NodePort" } }),
  },
  {
    name: "block_use_of_host_networking_and_ports",
    id: "MTB-PL1-BC-HI-3",
    title: "Block use of host networking and ports",
    profile: 1,
    category: "Host Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "is on the host's network": (spec) => {
          spec.hostNetwork = true;
        },
        "takes a port of the host": (_, container) => {
          container.ports = [{ containerPort: 8086, hostPort: 8086 }];
        },
      }),
  },
  {
    name: "block_use_of_host_pid",
    id: "MTB-PL1-BC-HI-4",
    title: "Block use of host PID",
    profile: 1,
    category: "Host Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "sees the host's processes": (spec) => {
          spec.hostPID = true;
        },
      }),
  },
  {
    name: "block_use_of_host_ipc",
    id: "MTB-PL1-BC-HI-5",
    title: "Block use of host IPC",
    profile: 1,
    category: "Host Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "shares the host's IPC": (spec) => {
          spec.hostIPC = true;
        },
      }),
  },
  {
    name: "require_always_pull_image",
    id: "MTB-PL1-CC-DI-1",
    title: "Require always imagePullPolicy",
    profile: 1,
    category: "Data Isolation",
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "never pulls its image": (_, container) => {
          container.imagePullPolicy = "Never";
        },
        "pulls its image if it isn't there": (_, container) => {
          container.imagePullPolicy = "IfNotPresent";
        },
      }),
  },
];
