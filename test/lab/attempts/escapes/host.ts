import { cis, nsa, pss, requirement } from "../../../../controls/ids.ts";
import type { Attempt } from "../../support/attempt.ts";
import { eitherPolicy } from "../../support/layers.ts";
import { secure } from "../../support/pod-changes.ts";
import { podTable } from "../../support/tables.ts";

/** Ways to the node: its namespaces, kernel, ports and disks. */
export const attempts: readonly Attempt[] = podTable(
  {
    kinds: ["Pod", "Deployment"],
    tenant: "storefront",
    expect: "refused",
    by: "pod-security",
    byInTemplates: "casemate-templates",
  },
  [
    {
      variant: "that shares the node's IPC",
      change: (spec) => {
        spec.hostIPC = true;
      },
      why: "The container can read the shared memory of the node's processes.",
      serves: [
        ...requirement("C2"),
        ...cis("4.2.3"),
        ...nsa("NSA-POD-07"),
        ...pss("baseline/hostNamespaces"),
      ],
    },
    {
      variant: "that unmasks /proc",
      change: (spec, container) => {
        // Outside a user namespace, validation refuses it.
        spec.hostUsers = false;
        secure(container, { procMount: "Unmasked" });
      },
      why: "The masked parts of /proc belong to the node.",
      serves: [...requirement("C2"), ...pss("restricted/procMount_restricted", "baseline/procMount")],
    },
    {
      variant: "that uses a port of the node",
      change: (_, container) => {
        container.ports = [{ containerPort: 8080, hostPort: 8080 }];
      },
      byInTemplates: eitherPolicy,
      why: "NetworkPolicies don't apply to a node's port, and other workloads need it.",
      serves: [...requirement("D2"), ...nsa("NSA-POD-08"), ...pss("baseline/hostPorts")],
    },
    {
      variant: "that sets an unsafe sysctl",
      change: (spec) => {
        secure(spec, { sysctls: [{ name: "kernel.msgmax", value: "65536" }] });
      },
      why: "The node's other pods share kernel settings.",
      serves: [...requirement("C2"), ...pss("baseline/sysctls")],
    },
    {
      variant: "that is a Windows host process",
      change: (spec, container) => {
        spec.os = { name: "windows" };
        spec.hostNetwork = true;
        // Validation refuses the fields of Linux in a Windows pod.
        spec.securityContext = {
          runAsNonRoot: true,
          windowsOptions: { hostProcess: true, runAsUserName: "NT AUTHORITY\\SYSTEM" },
        };
        container.securityContext = {};
      },
      byInTemplates: eitherPolicy,
      why: "It runs on the node itself, with an administrator's rights.",
      serves: [...requirement("C2"), ...pss("baseline/windowsHostProcess")],
    },
    {
      variant: "that probes another host",
      change: (_, container) => {
        container.livenessProbe = { httpGet: { path: "/", port: 80, host: "169.254.169.254" } };
      },
      why: "The kubelet would send the request, from the node's own address.",
      serves: [...requirement("D2"), ...nsa("NSA-NET-15"), ...pss("baseline/hostProbesAndHostLifecycle")],
    },
    {
      variant: "that calls another host when it starts",
      change: (_, container) => {
        container.lifecycle = { postStart: { httpGet: { path: "/", port: 80, host: "169.254.169.254" } } };
      },
      why: "The kubelet would send the request, from the node's own address.",
      serves: [...requirement("D2"), ...nsa("NSA-NET-15"), ...pss("baseline/hostProbesAndHostLifecycle")],
    },
    {
      variant: "that mounts NFS itself",
      change: (spec) => {
        spec.volumes = [{ name: "share", nfs: { server: "10.64.9.9", path: "/" } }];
      },
      byInTemplates: eitherPolicy,
      why: "The node mounts it without NetworkPolicies, and allows setuid files.",
      serves: [...requirement("C2"), ...pss("restricted/restrictedVolumes")],
    },
    {
      variant: "that mounts an EBS volume by its id",
      change: (spec) => {
        spec.volumes = [{ name: "disk", awsElasticBlockStore: { volumeID: "vol-0123456789abcdef0" } }];
      },
      byInTemplates: eitherPolicy,
      why: "The volume may be another tenant's.",
      serves: [...requirement("C2", "A8"), ...pss("restricted/restrictedVolumes")],
    },
  ],
);
