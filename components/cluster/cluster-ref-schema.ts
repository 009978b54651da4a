import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { exemptNamespaces } from "../admission/exempt-namespaces.ts";
import { classes } from "../compliance/classes.ts";
import { type InputProblem, reporting, schemaProblems } from "../shared/input-error.ts";
import { parseCidr } from "../shared/ipv4.ts";
import { clusterNameProblems } from "../shared/names.ts";
import { isPlain } from "../shared/plain.ts";
import { fields, list } from "../shared/schema-parts.ts";
import type { ClusterRef } from "./cluster-ref.ts";
import { prefixProblems } from "./people.ts";

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
    (value) => k8s.Provider.isInstance(value),
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
  return (cluster) =>
    schemaProblems(isPlain(cluster) && !pulumi.Resource.isInstance(cluster) ? strict : loose, cluster);
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

/** Outputs are looked into by the engine. */
function isResources(value: unknown): boolean {
  const isLater = pulumi.Output.isInstance(value) || value instanceof Promise;
  return isLater || (Array.isArray(value) && value.every((each) => pulumi.Resource.isInstance(each)));
}
