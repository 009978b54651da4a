import type * as k8s from "@pulumi/kubernetes";
import { z } from "zod";
import { type InputProblem, reporting, schemaProblems } from "../shared/input/input-error.ts";
import { clusterNameProblems } from "../shared/input/names.ts";
import { isPlain } from "../shared/input/plain.ts";
import { fields, list } from "../shared/input/schemas.ts";
import { isKubernetesProvider, isResource, isResources } from "../shared/input/sdk-values.ts";
import { parseCidr } from "../shared/ipv4.ts";
import { classes } from "./classes.ts";
import type { ClusterRef } from "./cluster-ref.ts";
import { exemptNamespaces } from "./exempt-namespaces.ts";
import { prefixProblems } from "./identity-prefix.ts";

/** Since this minor version Pod Security is stable: https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const oldestMinor = 25;

const range = z.custom<string>(
  (value) => typeof value === "string" && parseCidr(value) !== undefined,
  "an IPv4 range, as 10.64.0.0/16",
);

const shape = {
  clusterName: z.unknown().superRefine(reporting((name) => clusterNameProblems("", name))),
  kubernetesVersion: z.unknown().superRefine(reporting(versionProblems)),
  provider: z.custom<k8s.Provider>(
    isKubernetesProvider,
    "a k8s.Provider, without which objects would go wherever KUBECONFIG points",
  ),
  vpcCidr: range,
  serviceCidr: range,
  // Of a cluster of one's own it is a fact, and some have none. Tenants' groups never begin with `system:`.
  groupsPrefix: z
    .unknown()
    .superRefine(reporting((prefix) => (prefix === "" ? [] : prefixProblems("", prefix))))
    .optional(),
  hasTenantRoles: z.boolean("true or false").optional(),
  nodeClasses: list(
    z.enum(Object.keys(classes), Object.keys(classes).join(", ")),
    "classes, as [pci]",
  ).optional(),
  exemptNamespaces: exemptNamespaces.optional(),
  ready: z.custom(isResources, "resources, or an output of them").optional(),
} satisfies Readonly<Record<keyof ClusterRef, z.ZodType>>;

const whole = fields(shape);

/** A cluster that namespaces are made in. */
export const clusterSchema = z.unknown().superRefine(reporting(problemsBy(whole)));

/** A cluster that objects are applied to. More of it may be given, and is judged as well. */
export const appliedClusterSchema = z
  .unknown()
  .superRefine(reporting(problemsBy(whole.partial().extend({ provider: shape.provider }))));

/** A cluster that nodes join. */
export const joinedClusterSchema = z
  .unknown()
  .superRefine(reporting(problemsBy(whole.partial({ provider: true, vpcCidr: true }))));

/** A class has fields of its own, as `HardenedCluster` does, and so has a copy of one. A literal's are misspelt. */
function problemsBy(strict: z.ZodObject): (cluster: unknown) => InputProblem[] {
  const loose = strict.loose();
  return (cluster) => schemaProblems(isPlain(cluster) && !isResource(cluster) ? strict : loose, cluster);
}

function versionProblems(version: unknown): InputProblem[] {
  const [, minor] = typeof version === "string" ? (/^1\.([1-9]\d*)$/.exec(version) ?? []) : [];
  if (Number(minor) >= oldestMinor) {
    return [];
  }
  return [
    {
      path: "",
      received: version,
      allowed: `a minor version, as 1.35, of at least 1.${oldestMinor}`,
      ...(typeof version === "number" && { fix: "Put it in quotes: as a number 1.30 is 1.3." }),
    },
  ];
}
