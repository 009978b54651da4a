import { classLabel, type InputProblem } from "../components/internal.ts";
import type { Settings } from "./last-settings.ts";

/** A setting that is chosen once. */
interface ChosenOnce {
  /** The key in the stack's config. */
  readonly path: string;
  readonly value: (settings: Settings) => unknown;
  /** What the user does instead of the change. */
  readonly fix: string;
}

const newNetwork =
  "A VPC can't change it. Create another network and cluster in new stacks, move the tenants, and tear this one down.";
const newCluster =
  "EKS can't change it. Create a second cluster in a new stack, move the tenants, and tear this one down.";

/** Where the config of the layer `network` has the network's fields at its top. */
const isOwnLayer = (settings: Settings) => settings.cluster === undefined;

const chosenOnce: readonly ChosenOnce[] = [
  { path: "name", value: ({ network, cluster }) => (cluster ? undefined : network?.name), fix: newNetwork },
  { path: "cidr", value: ({ network }) => network?.cidr, fix: newNetwork },
  { path: "zones", value: ({ network }) => network?.zones, fix: newNetwork },
  { path: "nodesIn", value: ({ network }) => network?.nodesIn, fix: newNetwork },
  { path: "clusterName", value: ({ cluster }) => cluster?.clusterName, fix: newCluster },
  { path: "serviceCidr", value: ({ cluster }) => cluster?.serviceCidr, fix: newCluster },
];

/**
 * The problems of settings that are chosen once and now have another value. The engine would refuse the replacement of
 * what is protected, but its message leads to `pulumi state unprotect`, which doesn't help.
 *
 * A stack whose last lifecycle was `disposable` may change everything. A setting that either side leaves to a default
 * isn't compared.
 */
export function chosenOnceProblems(last: Settings | undefined, next: Settings): InputProblem[] {
  if (last === undefined || last.lifecycle === "disposable") {
    return [];
  }
  return chosenOnce.flatMap(({ path, value, fix }) => {
    const [before, now] = [value(last), value(next)];
    if (before === undefined || now === undefined || JSON.stringify(before) === JSON.stringify(now)) {
      return [];
    }
    const isNested = ["cidr", "zones", "nodesIn"].includes(path) && !isOwnLayer(next);
    return {
      path: isNested ? `network.${path}` : path,
      received: now,
      allowed: `${JSON.stringify(before)}, the value of the last update: it is chosen once`,
      fix,
    };
  });
}

/**
 * The problem of a network that opens its egress and gives up its endpoints in one update. Until the cluster's stack
 * follows, its nodes' security group allows neither way to AWS's APIs. One stack for both updates the group first.
 */
export function earlyEndpointProblems(last: Settings | undefined, next: Settings): InputProblem[] {
  const isCut = last?.network?.egress === "none" && next.network?.interfaceEndpoints === false;
  return isCut && isOwnLayer(next)
    ? [
        {
          path: "interfaceEndpoints",
          received: false,
          allowed: 'true, in the update that changes egress from "none" to "nat"',
          fix:
            "Leave it out and run pulumi up. Then run pulumi up in the platform stack, which opens the nodes' security " +
            "group. Set it after that.",
        },
      ]
    : [];
}

/**
 * The problem of an admin that leaves in the same update in which another role starts to apply objects. The engine
 * refuses to delete the access of the last update's role, because it protects it.
 */
export function leavingDeployerProblems(
  last: Settings | undefined,
  admins: readonly string[],
): InputProblem[] {
  const deployRole = last?.cluster?.deployRole;
  return deployRole === undefined || last?.lifecycle === "disposable" || admins.includes(deployRole)
    ? []
    : [
        {
          path: "admins",
          received: admins,
          allowed: `a list with ${deployRole}, which applied the objects of the last update`,
          fix:
            "Let it leave in two updates. First set deployRole to another admin, keep this one in admins, and run " +
            "pulumi up. Then remove it.",
        },
      ];
}

/**
 * Classes of the last update that would lose their last node pool. Their pods would run nowhere. The tenants of other
 * stacks aren't known here, so removing a pool takes two updates.
 */
export function lostClassProblems(last: Settings | undefined, next: Settings): InputProblem[] {
  if (last === undefined || last.lifecycle === "disposable") {
    return [];
  }
  return Object.entries(last.nodeClasses ?? {})
    .filter(([name, lifecycle]) => lifecycle === "protected" && next.nodeClasses?.[name] === undefined)
    .map(([name]) => ({
      path: "nodePools",
      received: Object.keys(next.nodeClasses ?? {}),
      allowed: `a pool of class ${name}, because the last update had one and pods of that class run nowhere else`,
      fix:
        `Check that no namespace needs it: kubectl get namespaces -l ${classLabel}=${name}. Then set lifecycle: disposable ` +
        "of the pool, run pulumi up, and remove the pool.",
    }));
}

/** Protected tenants of the last update whose files are gone. The engine would forget their objects before it stops. */
export function missingTenantProblems(
  directory: string,
  last: Settings["tenants"],
  next: Readonly<Record<string, unknown>>,
): InputProblem[] {
  const added = Object.keys(next).filter((name) => last?.[name] === undefined);
  return Object.entries(last ?? {})
    .filter(([name, lifecycle]) => lifecycle === "protected" && next[name] === undefined)
    .map(([name]) => ({
      path: `${directory}/${name}.yaml`,
      received: undefined,
      allowed: "the file of a protected tenant, whose namespace exists",
      fix:
        "Put the file back. To remove the tenant, set its lifecycle to disposable and run pulumi up before you delete the file." +
        (added.length === 0
          ? ""
          : ` A tenant with a new name (${added.join(", ")}) is a new namespace: objects and data stay in the old one.`),
    }));
}

/** A warning about a change of how people sign in, or none. EKS replaces the identity provider for every change. */
export function signInWarning(
  last: Settings | undefined,
  next: Settings,
  admins: readonly string[],
): string | undefined {
  const [before, now] = [last?.cluster?.people, next.cluster?.people];
  if (before === undefined || JSON.stringify(sorted(before)) === JSON.stringify(sorted(now ?? {}))) {
    return undefined;
  }
  const meanwhile = `Only the admins sign in: ${admins.join(", ")}.`;
  if (now === undefined) {
    return `people: this update removes the identity provider. ${meanwhile}`;
  }
  const fields = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]),
  );
  const isRegrouped = fields.includes("groupsPrefix");
  return (
    `people: ${fields.join(", ")} changes, so EKS replaces the identity provider. ` +
    `It deletes it first, and each step takes about 15 minutes. Meanwhile: ${meanwhile}` +
    (isRegrouped
      ? " Groups have other names afterwards: run pulumi up in every tenants stack, or their people have no rights."
      : "")
  );
}

function sorted(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
