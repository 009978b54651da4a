import { classes } from "../contract/classes.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import { awsControls } from "../shared/aws/aws-right-problems.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import type { JudgingCluster } from "./checked-tenant.ts";
import type { TenantArgs } from "./tenant.ts";

/** The problems of a tenant that depend on the cluster. */
export function clusterFitProblems(tenant: TenantArgs, cluster: JudgingCluster): InputProblem[] {
  return [
    ...exemptProblems(tenant, cluster),
    ...prefixedProblems(tenant, cluster),
    ...nodeProblems(tenant, cluster),
    ...boundaryProblems(tenant, cluster),
    ...adminProblems(tenant, cluster),
  ];
}

/** In an exempt namespace no policy would check what developers deploy. The schema refuses the system's namespaces. */
function exemptProblems({ name }: TenantArgs, { exemptNamespaces = [] }: JudgingCluster): InputProblem[] {
  return exemptNamespaces.some((exempt) => exempt.name === name)
    ? [
        {
          path: "name",
          received: name,
          allowed: "a namespace that admission policies judge, other than the cluster's exemptNamespaces",
          fix: `Rename the tenant, or remove ${name} from exemptNamespaces.`,
        },
      ]
    : [];
}

function prefixedProblems(
  { access = {} }: TenantArgs,
  { groupsPrefix = defaultPrefix }: JudgingCluster,
): InputProblem[] {
  const { viewers, developers, operators } = access;
  return Object.entries({ viewers, developers, operators }).flatMap(([field, groups]) =>
    (groups ?? []).flatMap((group, index) =>
      groupsPrefix !== "" && group.startsWith(groupsPrefix)
        ? [
            {
              path: `access.${field}[${index}]`,
              received: group,
              allowed: `a group without the cluster's prefix ${groupsPrefix}`,
              fix: `Write ${group.slice(groupsPrefix.length)}: Casemate adds the prefix.`,
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

/** The boundary that Casemate creates would stop what the waiver allows. */
function boundaryProblems(
  { class: name = "standard", waivers = [] }: TenantArgs,
  { permissionsBoundary }: JudgingCluster,
): InputProblem[] {
  const index = waivers.findIndex(({ control }) => control === awsControls.escalation);
  return index < 0 || permissionsBoundary !== undefined || !classes[name].boundary
    ? []
    : [
        {
          path: `waivers[${index}].control`,
          received: awsControls.escalation,
          allowed: `a waiver in a class without its own boundary, or a cluster with permissionsBoundary`,
          fix: `Give the cluster the ARN of a permissions boundary that allows what the waiver is about: pods of class ${name} have one.`,
        },
      ];
}

/** EKS has one access entry for each role, and an administrator's has all rights already. */
function adminProblems({ access = {} }: TenantArgs, { adminRoles = [] }: JudgingCluster): InputProblem[] {
  return (access.deployers ?? []).flatMap(({ role }, index) =>
    role !== undefined && adminRoles.includes(role)
      ? [
          {
            path: `access.deployers[${index}].role`,
            received: role,
            allowed: "a role other than the cluster's admins, which have all rights already",
            fix: "Remove it, or give the pipeline its own role.",
          },
        ]
      : [],
  );
}
