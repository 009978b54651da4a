import { z } from "zod";
import { type Persona, personas } from "../../contract/persona-rights.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { reporting } from "../../shared/input/reporting.ts";
import { listOf, oneOf, optional, strictObject, textLike } from "../../shared/input/schemas.ts";
import type { CustomResourceAccess, ExtraRule } from "./extra-rights.ts";
import { isCustomGroup, isGrantable, plainVerbs } from "./grantable.ts";

const limit = 30;
const names = (item: z.ZodType<string, string>, what: string) =>
  listOf(item, what, [limit, `at most ${limit} of them`])
    .refine((list) => list.length > 0, "at least one, by name; an empty list never means all")
    .refine((list) => new Set(list).size === list.length, "each once");

const resource = textLike(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\/[a-z]+)?$/,
  "a kind's plural name in lower case, such as clusters or pods/eviction; never *",
);
const resources = names(resource, "kinds, such as [clusters]");
const customGroup = z.string("an API group, such as postgresql.cnpg.io").check(reporting(groupProblems));

/** Custom resources of a tenant. */
export const customResourcesSchema = listOf(
  strictObject({
    apiGroup: customGroup,
    resources,
    writtenBy: optional(oneOf(["developer", "operator"])),
  } satisfies Readonly<Record<keyof CustomResourceAccess, z.ZodType>>),
  "custom resources, such as { apiGroup: postgresql.cnpg.io, resources: [clusters] }",
  [limit, `at most ${limit} entries`],
);

/** More rules for a tenant's personas. */
export const extraRulesSchema = listOf(
  strictObject({
    persona: oneOf(personas as readonly ["viewer", "developer", "operator"]),
    apiGroup: z.string('an API group, such as coordination.k8s.io, or "" for the core group'),
    resources,
    verbs: names(
      z.string(`a verb: ${plainVerbs.join(", ")}`).refine((verb) => plainVerbs.includes(verb), {
        error: `a verb of ${plainVerbs.join(", ")}`,
      }),
      "verbs, such as [get, list, watch]",
    ),
  } satisfies Readonly<Record<keyof ExtraRule, z.ZodType>>).check(
    reporting(["persona", "apiGroup", "resources", "verbs"], ruleProblems),
  ),
  "rules, such as { persona: developer, apiGroup: coordination.k8s.io, resources: [leases], verbs: [get] }",
  [limit, `at most ${limit} rules`],
);

function groupProblems(apiGroup: string): InputProblem[] {
  return isCustomGroup(apiGroup)
    ? []
    : [
        {
          path: "",
          received: apiGroup,
          allowed:
            "the group of custom resources, such as postgresql.cnpg.io; none of Kubernetes, EKS or Casemate",
          fix: "For a kind of Kubernetes itself use access.rules.",
        },
      ];
}

/** The rights of a rule that no tenant may have, or not this persona. */
function ruleProblems({ persona, apiGroup, resources: kinds, verbs }: ExtraRule): InputProblem[] {
  if (isCustomGroup(apiGroup)) {
    return [
      {
        path: "apiGroup",
        received: apiGroup,
        allowed: "a group of Kubernetes itself",
        fix: "Use access.customResources: viewers read them, and developers write them.",
      },
    ];
  }
  return kinds.flatMap((kind, index) => {
    const refused = verbs.filter((verb) => !isGrantable(persona, apiGroup, kind, verb));
    return refused.length === 0
      ? []
      : [
          {
            path: `resources[${index}]`,
            received: `${refused.join(", ")} ${kind}${apiGroup === "" ? "" : `.${apiGroup}`}`,
            allowed: `rights on workloads of the namespace that a ${persona} may have`,
            fix: fixOf(persona, refused, kind, apiGroup),
          },
        ];
  });
}

function fixOf(persona: Persona, verbs: readonly string[], kind: string, apiGroup: string): string {
  const other = personas.find((each) => verbs.every((verb) => isGrantable(each, apiGroup, kind, verb)));
  if (other !== undefined && other !== persona) {
    return `The lowest persona that may have it is ${other}.`;
  }
  return "Personas have this right already, or it would lead out of the namespace or past its guards.";
}
