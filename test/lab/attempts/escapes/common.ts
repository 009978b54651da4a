import { type Escape, eitherPolicy, secure } from "./escape.ts";

/** Tried in every kind that runs pods. */
export const commonEscapes: readonly Escape[] = [
  {
    that: "is privileged",
    breaks: (_, container) => {
      secure(container, { privileged: true, allowPrivilegeEscalation: true });
    },
    why: "A privileged container is root on the node.",
    serves: ["A10", "C2", "NSA-POD-05", "4.2.1", "baseline/privileged", "T1611", "V-242383"],
  },
  {
    that: "mounts the node's root by hostPath",
    breaks: (spec, container) => {
      spec.volumes = [{ name: "node", hostPath: { path: "/" } }];
      container.volumeMounts = [{ name: "node", mountPath: "/node" }];
    },
    inTemplates: eitherPolicy,
    why: "The node's files hold the kubelet's key and every pod's Secrets.",
    serves: ["A10", "C2", "NSA-POD-09", "baseline/hostPathVolumes", "T1611"],
  },
  {
    that: "shares the node's network",
    breaks: (spec) => {
      spec.hostNetwork = true;
    },
    why: "On the node's network no NetworkPolicy holds, and the metadata service answers.",
    serves: ["D2", "NSA-POD-08", "4.2.4", "baseline/hostNamespaces", "NSA-NET-15"],
  },
  {
    that: "sees the node's processes",
    breaks: (spec) => {
      spec.hostPID = true;
    },
    why: "The environment and memory of every process on the node lie open.",
    serves: ["C2", "NSA-POD-06", "4.2.2", "baseline/hostNamespaces"],
  },
  {
    that: "runs as root",
    breaks: (spec) => {
      secure(spec, { runAsNonRoot: false, runAsUser: 0 });
    },
    why: "Most escapes known so far need root inside the container.",
    serves: ["A10", "B3", "NSA-POD-01", "restricted/runAsNonRoot", "restricted/runAsUser"],
  },
  {
    that: "adds SYS_ADMIN",
    breaks: (_, container) => {
      secure(container, { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } });
    },
    why: "CAP_SYS_ADMIN is nearly root.",
    serves: ["A10", "C2", "NSA-POD-12", "restricted/capabilities_restricted"],
  },
  {
    that: "has a writable root file system",
    breaks: (_, container) => {
      secure(container, { readOnlyRootFilesystem: false });
    },
    inPods: "casemate-pods",
    inTemplates: "casemate-pods",
    why: "An intruder who can't write has nowhere to put tools.",
    serves: ["A10", "B3", "NSA-POD-03"],
  },
];
