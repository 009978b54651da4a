import { cis, nsa, pss, requirement } from "../../../../controls/ids.ts";
import type { Attempt } from "../../support/attempt.ts";
import { eitherPolicy } from "../../support/layers.ts";
import { secure } from "../../support/pod-changes.ts";
import { podTable } from "../../support/tables.ts";

/** More rights than the container needs. */
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
      variant: "that allows privilege escalation",
      change: (_, container) => {
        secure(container, { allowPrivilegeEscalation: true });
      },
      why: "A setuid binary would make it root.",
      serves: [
        ...requirement("A10"),
        ...cis("4.2.5"),
        ...nsa("NSA-POD-11"),
        ...pss("restricted/allowPrivilegeEscalation"),
      ],
    },
    {
      variant: "that doesn't set privilege escalation",
      change: (_, container) => {
        delete container.securityContext?.allowPrivilegeEscalation;
      },
      why: "The runtime allows it by default.",
      serves: [...requirement("A5", "A10"), ...pss("restricted/allowPrivilegeEscalation")],
    },
    {
      variant: "that keeps the default capabilities",
      change: (_, container) => {
        delete container.securityContext?.capabilities;
      },
      why: "The runtime's defaults include NET_RAW, which allows spoofed packets.",
      serves: [...requirement("A10"), ...nsa("NSA-POD-12"), ...pss("restricted/capabilities_restricted")],
    },
    {
      variant: "that adds NET_RAW",
      change: (_, container) => {
        secure(container, { capabilities: { drop: ["ALL"], add: ["NET_RAW"] } });
      },
      why: "Raw sockets can use other pods' addresses.",
      serves: [...requirement("A10"), ...nsa("NSA-POD-12"), ...pss("baseline/capabilities_baseline")],
    },
    {
      variant: "that doesn't set its user",
      change: (spec) => {
        delete spec.securityContext?.runAsNonRoot;
        delete spec.securityContext?.runAsUser;
      },
      why: "Most images run as root.",
      serves: [...requirement("A5"), ...nsa("NSA-POD-01"), ...pss("restricted/runAsNonRoot")],
    },
    {
      variant: "that runs without seccomp",
      change: (spec) => {
        secure(spec, { seccompProfile: { type: "Unconfined" } });
      },
      why: "Kernel bugs are often in rare system calls.",
      serves: [...requirement("C2"), ...nsa("NSA-POD-15"), ...pss("restricted/seccompProfile_restricted")],
    },
    {
      variant: "that doesn't set seccomp",
      change: (spec) => {
        delete spec.securityContext?.seccompProfile;
      },
      why: "Without the field there is no profile, unless the node sets a default.",
      serves: [...requirement("C2"), ...nsa("NSA-POD-15"), ...pss("restricted/seccompProfile_restricted")],
    },
    {
      variant: "that runs without AppArmor",
      change: (spec) => {
        secure(spec, { appArmorProfile: { type: "Unconfined" } });
      },
      byInTemplates: eitherPolicy,
      why: "AppArmor still confines a container that left its namespace.",
      serves: [...requirement("C2"), ...nsa("NSA-POD-14"), ...pss("baseline/appArmorProfile")],
    },
    {
      variant: "that runs as SELinux type spc_t",
      change: (spec) => {
        secure(spec, { seLinuxOptions: { type: "spc_t" } });
      },
      why: "The super privileged container type isn't confined at all.",
      serves: [...requirement("C2"), ...nsa("NSA-POD-13"), ...pss("baseline/seLinuxOptions")],
    },
    {
      variant: "that sets an SELinux role",
      change: (_, container) => {
        secure(container, { seLinuxOptions: { user: "system_u", role: "system_r" } });
      },
      why: "Users and roles of SELinux decide which types can be entered.",
      serves: [...requirement("C2"), ...nsa("NSA-POD-13"), ...pss("baseline/seLinuxOptions")],
    },
    {
      variant: "that shares one process namespace",
      change: (spec) => {
        spec.shareProcessNamespace = true;
      },
      by: "casemate-pods",
      byInTemplates: "casemate-pods",
      why: "A sidecar could read the Secrets of its neighbour from /proc.",
      serves: [...requirement("A10", "C2"), ...nsa("NSA-POD-16")],
    },
  ],
);
