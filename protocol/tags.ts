import { isRequirement } from "../controls/ids.ts";

/** A control that a policy serves, from its tags. A framework's name has no colon, and an id can have one. */
export interface ControlName {
  readonly framework: string;
  readonly id: string;
}

const controlPrefix = "control:";
const requirementPrefix = "requirement:";
const kindPrefix = "kind:";

/**
 * Tags for what a policy serves and judges: `control:CIS Amazon EKS Benchmark:5.4.2`, `requirement:A5`,
 * `kind:core/Namespace`. Every client of the analyzer protocol gets them.
 */
export function tagsOf(policy: {
  readonly controls: readonly ControlName[];
  readonly kinds: readonly string[];
}): string[] {
  return [...policy.controls.map(controlTag), ...policy.kinds.map((kind) => `${kindPrefix}${kind}`)];
}

// A requirement is no control. One rule serves a part of it, and a plan must not report it as met.
function controlTag(control: ControlName): string {
  return isRequirement(control)
    ? `${requirementPrefix}${control.id}`
    : `${controlPrefix}${control.framework}:${control.id}`;
}

/** The controls that tags name. Tags of other kinds are skipped. */
export function controlsIn(tags: readonly string[]): ControlName[] {
  return textsAfter(controlPrefix, tags).flatMap((text) => {
    const colon = text.indexOf(":");
    return colon > 0 && colon < text.length - 1
      ? [{ framework: text.slice(0, colon), id: text.slice(colon + 1) }]
      : [];
  });
}

/** The kinds that tags name. Tags of other kinds are skipped. */
export function kindsIn(tags: readonly string[]): string[] {
  return textsAfter(kindPrefix, tags);
}

function textsAfter(prefix: string, tags: readonly string[]): string[] {
  return tags
    .filter((tag) => tag.startsWith(prefix) && tag.length > prefix.length)
    .map((tag) => tag.slice(prefix.length));
}
