import { type Persona, type PolicyRule, personas } from "../../contract/persona-rights.ts";

/**
 * Custom resources that a tenant's people and machines use. Viewers read them; developers and operators also write them.
 *
 * @example { apiGroup: "postgresql.cnpg.io", resources: ["clusters", "backups"] }
 */
export interface CustomResourceAccess {
  /** The API group, for example `postgresql.cnpg.io`. */
  readonly apiGroup: string;
  /** The plural names, for example `["clusters", "backups"]`. */
  readonly resources: readonly string[];
  /** The lowest persona that may write them. @default "developer" */
  readonly writtenBy?: "developer" | "operator";
}

/**
 * One more rule for a persona, and for the personas with more rights. For custom resources use `customResources`.
 *
 * @example { persona: "developer", apiGroup: "coordination.k8s.io", resources: ["leases"], verbs: ["get", "create", "update"] }
 */
export interface ExtraRule {
  /** The lowest persona that has it: `viewer`, `developer` or `operator`. Viewers only read. */
  readonly persona: Persona;
  /** The API group; empty for the core group. */
  readonly apiGroup: string;
  /** The plural names, with a subresource if needed: `["pods/eviction"]`. */
  readonly resources: readonly string[];
  /** For example `["get", "list", "watch"]`. */
  readonly verbs: readonly string[];
}

const read = ["get", "list", "watch"] as const;
const write = ["create", "update", "patch", "delete"] as const;

/** The additional rules of a tenant, by the lowest persona that has them. */
export function extraRules({
  customResources = [],
  rules = [],
}: {
  readonly customResources?: readonly CustomResourceAccess[];
  readonly rules?: readonly ExtraRule[];
}): { readonly persona: Persona; readonly rules: readonly PolicyRule[] }[] {
  const all: readonly ExtraRule[] = [
    ...customResources.flatMap(({ apiGroup, resources, writtenBy = "developer" }): ExtraRule[] => [
      { persona: "viewer", apiGroup, resources, verbs: read },
      { persona: writtenBy, apiGroup, resources, verbs: write },
    ]),
    ...rules,
  ];
  return personas.flatMap((persona) => {
    const own = all.filter((rule) => rule.persona === persona);
    return own.length === 0
      ? []
      : [
          {
            persona,
            rules: own.map(({ apiGroup, resources, verbs }) => ({ apiGroups: [apiGroup], resources, verbs })),
          },
        ];
  });
}
