import { cis, fsbp, nsa, requirement, stig } from "../../../controls/ids.ts";
import { type Finding, undecidable, violation } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";
import { at, elements, show, unknown } from "../../lib/value.ts";

const path = "enabledClusterLogTypes";
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export default {
  id: "eks-all-log-types",
  description: "An EKS cluster sends all five types of control-plane logs.",
  guards: "Forensics: an event that the control plane doesn't log can't be found later.",
  severity: "medium",
  controls: [
    ...requirement("A9", "B8"),
    ...cis("2.1.1"),
    ...nsa("NSA-LOG-01"),
    ...fsbp("EKS.8"),
    ...stig("V-242403", "V-242461"),
  ],
  remediation: `Set ${path} to ${JSON.stringify(logTypes)}.`,
  kinds: ["aws:eks/cluster:Cluster"],
  check: ({ inputs }): Finding[] => {
    const types = at(inputs, path);
    if (types === unknown) {
      return [undecidable(path, "all five types")];
    }
    const missing = logTypes.filter((type) => !elements(types).includes(type));
    if (missing.length === 0) {
      return [];
    }
    return elements(types).includes(unknown)
      ? [undecidable(path, "all five types")]
      : [violation(path, show(types), `all five types; missing: ${missing.join(", ")}`)];
  },
} satisfies ResourceRule;
