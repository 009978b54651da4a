import { mitre, nsa, pss, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";

/** Fields of pods that only the node can check. */
export const attempts: readonly Attempt[] = [
  {
    name: "runs a Pod with its own CSI volume",
    as: "developer of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.volumes = [{ name: "inline", csi: { driver: "files.example.com" } }];
    }),
    expect: "admitted",
    hole: "Pod Security allows inline CSI volumes, because some drivers (secrets-store) need them. Only an installed driver with the mode Ephemeral mounts one, and Casemate installs none.",
    why: "A driver that mounts the node's directories would allow an escape.",
    serves: [...requirement("C2"), ...pss("restricted/restrictedVolumes"), ...mitre("T1611")],
  },
  {
    name: "runs a Pod with an AppArmor profile of the node",
    as: "developer of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.securityContext = {
        ...spec.securityContext,
        appArmorProfile: { type: "Localhost", localhostProfile: "weak" },
      };
    }),
    expect: "admitted",
    hole: "Pod Security allows profiles of the node. The kubelet doesn't start a pod whose profile isn't loaded. Casemate's nodes load none, and Bottlerocket has SELinux instead of AppArmor.",
    why: "A profile on the node can allow everything.",
    serves: [...requirement("C2"), ...nsa("NSA-POD-14")],
  },
  {
    name: "runs a Pod with a seccomp profile of the node",
    as: "developer of storefront",
    does: create("Pod", "storefront", (spec) => {
      spec.securityContext = {
        ...spec.securityContext,
        seccompProfile: { type: "Localhost", localhostProfile: "weak.json" },
      };
    }),
    expect: "admitted",
    hole: "Pod Security allows profiles of the node. The kubelet doesn't start a pod whose profile isn't in its folder, and Casemate's nodes have none there.",
    why: "A profile on the node can allow everything.",
    serves: [...requirement("C2"), ...nsa("NSA-POD-15")],
  },
];
