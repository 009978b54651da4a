import { admissionProblems } from "../admission/admission-policies.ts";
import { retentionDays } from "../audit/retention.ts";
import { classes } from "../contract/classes.ts";
import type { NetworkRef } from "../contract/network-ref.ts";
import { defaultServiceCidr, serviceCidrProblems } from "../contract/service-cidr.ts";
import { expiredWaiverProblems } from "../contract/waiver.ts";
import { nodePoolProblems } from "../nodes/node-pool-problems.ts";
import { today as clockToday } from "../shared/clock.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { clusterNameProblems, componentNameProblems, lifecycleProblems } from "../shared/input/names.ts";
import { cidrMistake, parseCidr } from "../shared/ipv4.ts";
import { adminProblems, roleProblem } from "./access/admins.ts";
import { peopleProblems } from "./access/identity-provider.ts";
import { addonLockProblem } from "./addons/addon-lock.ts";
import type { HardenedClusterArgs } from "./hardened-cluster-args.ts";
import { apiAccessProblems, connectedNetworkProblems } from "./security-groups/api-access.ts";
import { endedVersionProblem, unknownVersionProblem } from "./version-support.ts";

/** The arguments, of a network that needn't be there yet. */
type JudgedArgs = Omit<HardenedClusterArgs, "network"> & { readonly network: Pick<NetworkRef, "cidr"> };

/** Everything wrong with a cluster's arguments that can be seen on `today` without an account. */
export function clusterProblems(name: string, args: JudgedArgs, today = clockToday()): InputProblem[] {
  const { network, people, systemPool = {}, serviceCidr = defaultServiceCidr } = args;
  return [
    // Room for "-system-node" and the suffix that makes a role's name unique, within 64 characters.
    ...componentNameProblems(name, 40),
    ...(args.name === undefined ? [] : clusterNameProblems("name", args.name)),
    ...versionProblems(args.kubernetesVersion, today),
    ...networkProblems(network.cidr),
    ...serviceCidrProblems(serviceCidr, network.cidr),
    ...knownAdminProblems(args),
    ...(people === undefined ? [] : peopleProblems(people)),
    ...apiAccessProblems(args.apiAccess ?? []),
    ...connectedNetworkProblems(args.connectedNetworks ?? []),
    ...retentionProblems(args.auditRetentionDays),
    ...nodePoolProblems(`${name}-system`, systemPool)
      .filter(({ path }) => path !== "name")
      .map((problem) => ({ ...problem, path: `systemPool.${problem.path}` })),
    ...nodeClassProblems(args.nodeClasses ?? []),
    ...admissionProblems(args),
    ...lifecycleProblems(args.lifecycle),
    ...expiredWaiverProblems(args.waivers ?? [], today),
  ];
}

/**
 * A version that no cluster can have, whether it exists or not. Without locked add-ons, the end of a version's
 * support says more than the lock.
 */
function versionProblems(version: string, today: string): InputProblem[] {
  const unlocked = addonLockProblem(version);
  const problem =
    unknownVersionProblem(version, today) ??
    (unlocked === undefined ? undefined : (endedVersionProblem(version, today) ?? unlocked));
  return problem === undefined ? [] : [problem];
}

function networkProblems(cidr: string): InputProblem[] {
  if (parseCidr(cidr) !== undefined) {
    return [];
  }
  const fix = cidrMistake(cidr);
  return [
    {
      path: "network.cidr",
      received: cidr,
      allowed: "the VPC's IPv4 range, as 10.64.0.0/16",
      ...(fix !== undefined && { fix }),
    },
  ];
}

/** Roles that are outputs are looked at once they are known, before anything is made. */
function knownAdminProblems({ admins, deployRole }: JudgedArgs): InputProblem[] {
  const isKnown = admins.every(({ role }) => typeof role === "string");
  const deployer = typeof deployRole === "string" ? roleProblem("deployRole", deployRole) : undefined;
  return [
    ...(isKnown ? adminProblems(admins.map(({ role }) => role as string)) : []),
    ...(deployer === undefined ? [] : [deployer]),
  ];
}

function retentionProblems(days: number | undefined): InputProblem[] {
  const offered: readonly number[] = retentionDays;
  return days === undefined || offered.includes(days)
    ? []
    : [{ path: "auditRetentionDays", received: days, allowed: offered.join(", ") }];
}

function nodeClassProblems(nodeClasses: readonly string[]): InputProblem[] {
  return nodeClasses.flatMap((nodeClass, index) =>
    nodeClass in classes
      ? []
      : [
          {
            path: `nodeClasses[${index}]`,
            received: nodeClass,
            allowed: Object.keys(classes).join(", "),
          },
        ],
  );
}
