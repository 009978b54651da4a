import { classes } from "../contract/classes.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import type { JudgingCluster } from "./checked-tenant.ts";
import type { TenantArgs } from "./tenant.ts";

/** What is wrong with a tenant in this cluster. */
export function clusterFitProblems(tenant: TenantArgs, cluster: JudgingCluster): InputProblem[] {
  return [
    ...exemptProblems(tenant, cluster),
    ...prefixedProblems(tenant, cluster),
    ...nodeProblems(tenant, cluster),
  ];
}

/** In an exempt namespace no policy would judge what its developers deploy. The system's have reserved names. */
function exemptProblems({ name }: TenantArgs, { exemptNamespaces = [] }: JudgingCluster): InputProblem[] {
  return exemptNamespaces.some((exempt) => exempt.name === name)
    ? [
        {
          path: "name",
          received: name,
          allowed: "a namespace that admission policies judge, other than the cluster's exemptNamespaces",
          fix: `Rename the tenant, or take ${name} out of exemptNamespaces.`,
        },
      ]
    : [];
}

function prefixedProblems(
  { access = {} }: TenantArgs,
  { groupsPrefix = defaultPrefix }: JudgingCluster,
): InputProblem[] {
  return Object.entries(access).flatMap(([field, groups]: [string, readonly string[] | undefined]) =>
    (groups ?? []).flatMap((group, index) =>
      groupsPrefix !== "" && group.startsWith(groupsPrefix)
        ? [
            {
              path: `access.${field}[${index}]`,
              received: group,
              allowed: `a group without the cluster's prefix ${groupsPrefix}`,
              fix: `Write ${group.slice(groupsPrefix.length)}: the prefix is added.`,
            },
          ]
        : [],
    ),
  );
}

function nodeProblems(
  { class: name = "standard" }: TenantArgs,
  { nodeClasses }: JudgingCluster,
): InputProblem[] {
  if (!classes[name].ownNodes || nodeClasses === undefined || nodeClasses.includes(name)) {
    return [];
  }
  return [
    {
      path: "class",
      received: name,
      allowed: `a class with nodes in this cluster: ${[...new Set(["standard", ...nodeClasses])].join(", ")}`,
      fix: `Give the cluster a node pool for ${name}, or the tenant another class.`,
    },
  ];
}
