import { type Escape, eitherPolicy, secure } from "./escape.ts";

/** Onto the node: its namespaces, kernel, ports and disks. */
export const hostEscapes: readonly Escape[] = [
  {
    that: "shares the node's IPC",
    breaks: (spec) => {
      spec.hostIPC = true;
    },
    why: "Shared memory of the node's processes lies open.",
    serves: ["C2", "NSA-POD-07", "4.2.3", "baseline/hostNamespaces"],
  },
  {
    that: "unmasks /proc",
    breaks: (spec, container) => {
      // Kubernetes itself refuses it outside a user namespace.
      spec.hostUsers = false;
      secure(container, { procMount: "Unmasked" });
    },
    why: "The masked parts of /proc are the node's.",
    serves: ["C2", "restricted/procMount_restricted", "baseline/procMount"],
  },
  {
    that: "takes a port of the node",
    breaks: (_, container) => {
      container.ports = [{ containerPort: 8080, hostPort: 8080 }];
    },
    inTemplates: eitherPolicy,
    why: "A node's port is reached past NetworkPolicies, and is another workload's.",
    serves: ["D2", "NSA-POD-08", "baseline/hostPorts"],
  },
  {
    that: "sets an unsafe sysctl",
    breaks: (spec) => {
      secure(spec, { sysctls: [{ name: "kernel.msgmax", value: "65536" }] });
    },
    why: "Kernel settings are shared with the node's other pods.",
    serves: ["C2", "baseline/sysctls"],
  },
  {
    that: "is a Windows host process",
    breaks: (spec, container) => {
      spec.os = { name: "windows" };
      spec.hostNetwork = true;
      // What is Linux's own is refused of a Windows pod by its schema.
      spec.securityContext = {
        runAsNonRoot: true,
        windowsOptions: { hostProcess: true, runAsUserName: "NT AUTHORITY\\SYSTEM" },
      };
      container.securityContext = {};
    },
    inTemplates: eitherPolicy,
    why: "It runs on the node itself, as its administrator.",
    serves: ["C2", "baseline/windowsHostProcess"],
  },
  {
    that: "probes another host",
    breaks: (_, container) => {
      container.livenessProbe = { httpGet: { path: "/", port: 80, host: "169.254.169.254" } };
    },
    why: "The kubelet would send the request, from the node's own address.",
    serves: ["D2", "baseline/hostProbesAndHostLifecycle", "NSA-NET-15"],
  },
  {
    that: "calls another host when it starts",
    breaks: (_, container) => {
      container.lifecycle = { postStart: { httpGet: { path: "/", port: 80, host: "169.254.169.254" } } };
    },
    why: "The kubelet would send the request, from the node's own address.",
    serves: ["D2", "baseline/hostProbesAndHostLifecycle", "NSA-NET-15"],
  },
  {
    that: "mounts NFS itself",
    breaks: (spec) => {
      spec.volumes = [{ name: "share", nfs: { server: "10.64.9.9", path: "/" } }];
    },
    inTemplates: eitherPolicy,
    why: "The node mounts it, past NetworkPolicies, and setuid files with it.",
    serves: ["C2", "restricted/restrictedVolumes"],
  },
  {
    that: "mounts an EBS volume by its id",
    breaks: (spec) => {
      spec.volumes = [{ name: "disk", awsElasticBlockStore: { volumeID: "vol-0123456789abcdef0" } }];
    },
    inTemplates: eitherPolicy,
    why: "The volume may be another tenant's.",
    serves: ["C2", "restricted/restrictedVolumes", "A8"],
  },
];
