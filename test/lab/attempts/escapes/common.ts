import { cis, mitre, nsa, pss, requirement, stig } from "../../../../controls/ids.ts";
import type { Attempt } from "../../support/attempt.ts";
import { kindNames } from "../../support/kinds.ts";
import { eitherPolicy } from "../../support/layers.ts";
import { secure } from "../../support/pod-changes.ts";
import { podTable } from "../../support/tables.ts";

/** The most important escapes from a container, in every kind that runs pods. */
export const attempts: readonly Attempt[] = podTable(
  {
    kinds: kindNames,
    tenant: "storefront",
    expect: "refused",
    by: "pod-security",
    byInTemplates: "casemate-templates",
  },
  [
    {
      variant: "that is privileged",
      change: (_, container) => {
        secure(container, { privileged: true, allowPrivilegeEscalation: true });
      },
      why: "A privileged container is root on the node.",
      serves: [
        ...requirement("A10", "C2"),
        ...cis("4.2.1"),
        ...nsa("NSA-POD-05"),
        ...pss("baseline/privileged"),
        ...stig("V-242435"),
        ...mitre("T1611"),
      ],
    },
    {
      variant: "that mounts the node's root by hostPath",
      change: (spec, container) => {
        spec.volumes = [{ name: "node", hostPath: { path: "/" } }];
        container.volumeMounts = [{ name: "node", mountPath: "/node" }];
      },
      byInTemplates: eitherPolicy,
      why: "The node's files contain the kubelet's key and every pod's Secrets.",
      serves: [
        ...requirement("A10", "C2"),
        ...nsa("NSA-POD-09"),
        ...pss("baseline/hostPathVolumes"),
        ...mitre("T1611"),
      ],
    },
    {
      variant: "that shares the node's network",
      change: (spec) => {
        spec.hostNetwork = true;
      },
      why: "On the node's network no NetworkPolicy applies, and the metadata service answers.",
      serves: [
        ...requirement("D2"),
        ...cis("4.2.4"),
        ...nsa("NSA-POD-08", "NSA-NET-15"),
        ...pss("baseline/hostNamespaces"),
      ],
    },
    {
      variant: "that sees the node's processes",
      change: (spec) => {
        spec.hostPID = true;
      },
      why: "The container can read the environment and memory of every process on the node.",
      serves: [
        ...requirement("C2"),
        ...cis("4.2.2"),
        ...nsa("NSA-POD-06"),
        ...pss("baseline/hostNamespaces"),
      ],
    },
    {
      variant: "that runs as root",
      change: (spec) => {
        secure(spec, { runAsNonRoot: false, runAsUser: 0 });
      },
      why: "Most known escapes need root inside the container.",
      serves: [
        ...requirement("A10", "B3"),
        ...nsa("NSA-POD-01"),
        ...pss("restricted/runAsNonRoot", "restricted/runAsUser"),
      ],
    },
    {
      variant: "that adds SYS_ADMIN",
      change: (_, container) => {
        secure(container, { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } });
      },
      why: "CAP_SYS_ADMIN is nearly root.",
      serves: [
        ...requirement("A10", "C2"),
        ...nsa("NSA-POD-12"),
        ...pss("restricted/capabilities_restricted"),
      ],
    },
    {
      variant: "that has a writable root file system",
      change: (_, container) => {
        secure(container, { readOnlyRootFilesystem: false });
      },
      by: "casemate-pods",
      byInTemplates: "casemate-pods",
      why: "An intruder needs a writable path to install tools.",
      serves: [...requirement("A10", "B3"), ...nsa("NSA-POD-03")],
    },
  ],
);
