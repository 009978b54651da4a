import { expectAt, type Finding } from "./finding.ts";
import type { Tri } from "./tri.ts";
import { at, isProperties, unknown, type Value } from "./value.ts";

/** Whether an instance gets the property `name` from its launch template, which the rule judges separately. */
export function leavesToTemplate(instance: Value, name: string): Tri {
  if (at(instance, name) !== undefined) {
    return false;
  }
  const template = at(instance, "launchTemplate");
  return template === unknown ? unknown : isProperties(template);
}

/** Judges that a node group has its own launch template. `absent` describes the one that EKS creates otherwise. */
export function expectTemplate(nodeGroup: Value, absent: string): Finding[] {
  return expectAt(nodeGroup, "launchTemplate", {
    allowed: "its own launch template",
    holds: isProperties,
    absent,
  });
}
