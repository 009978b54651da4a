import { mitre, nsa, pss, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";

/** Fields of pods that only the node can check. */
export const attempts: readonly Attempt[] = [
  {
    name: "runs a Pod with a CSI volume of its own",
    as: "developer of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.volumes = [{ name: "inline", csi: { driver: "files.example.com" } }];
    }),
    expect: "admitted",
    hole: "Pod Security lets inline CSI volumes through, as some drivers (secrets-store) are made for them. Only a driver that the platform has installed, and that declares the mode Ephemeral, mounts one; Casemate installs none.",
    why: "A driver that mounts the node's directories would be a way out.",
    serves: [...requirement("C2"), ...pss("restricted/restrictedVolumes"), ...mitre("T1611")],
  },
  {
    name: "runs a Pod with an AppArmor profile of the node's",
    as: "developer of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.securityContext = {
        ...spec.securityContext,
        appArmorProfile: { type: "Localhost", localhostProfile: "weak" },
      };
    }),
    expect: "admitted",
    hole: "Pod Security lets profiles of the node's through. The kubelet doesn't start a pod whose profile isn't loaded; Casemate's nodes load none, and Bottlerocket has SELinux in place of AppArmor.",
    why: "A profile that lies on the node may hold nothing back.",
    serves: [...requirement("C2"), ...nsa("NSA-POD-14")],
  },
  {
    name: "runs a Pod with a seccomp profile of the node's",
    as: "developer of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.securityContext = {
        ...spec.securityContext,
        seccompProfile: { type: "Localhost", localhostProfile: "weak.json" },
      };
    }),
    expect: "admitted",
    hole: "Pod Security lets profiles of the node's through. The kubelet doesn't start a pod whose profile isn't in its folder; Casemate's nodes have none there.",
    why: "A profile that lies on the node may hold nothing back.",
    serves: [...requirement("C2"), ...nsa("NSA-POD-15")],
  },
];
