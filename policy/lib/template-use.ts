import { expectAt, type Finding } from "./finding.ts";
import type { Tri } from "./tri.ts";
import { at, isProperties, unknown, type Value } from "./value.ts";

/** Whether an instance leaves what is at `name` to a launch template, which is judged by itself. */
export function leavesToTemplate(instance: Value, name: string): Tri {
  if (at(instance, name) !== undefined) {
    return false;
  }
  const template = at(instance, "launchTemplate");
  return template === unknown ? unknown : isProperties(template);
}

/** Judges that a node group has a launch template of its own; `absent` says what the one of EKS does. */
export function expectTemplate(nodeGroup: Value, absent: string): Finding[] {
  return expectAt(nodeGroup, "launchTemplate", {
    allowed: "a launch template of its own",
    holds: isProperties,
    absent,
  });
}
