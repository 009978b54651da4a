import { z } from "zod";
import { complianceClass } from "../contract/class-schema.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { eachOnce } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import {
  dnsLabel,
  listOf,
  optional,
  strictObject,
  textLike,
  trueOrFalse,
  wholeNumber,
} from "../shared/input/schemas.ts";
import { workloadName } from "./tenant-schema.ts";
import type { WorkloadDefaultsArgs, WorkloadPod } from "./workload-defaults-args.ts";

const workloadDefaultsSchema = strictObject({
  workload: workloadName,
  class: optional(complianceClass),
  kubernetesApi: optional(trueOrFalse),
  runAsUser: optional(wholeNumber(1, 2147483647)),
} satisfies Readonly<
  Record<keyof WorkloadDefaultsArgs, z.ZodType>
>) satisfies z.ZodType<WorkloadDefaultsArgs>;

const directory = textLike(/^\/[^:]*$/, "an absolute path without a colon, such as /var/cache");
const container = z.looseObject(
  {
    name: dnsLabel,
    writable: optional(
      listOf(directory, "directories, such as [/var/cache]").check(
        eachOnce({ key: (path) => path, allowed: "each directory once" }),
      ),
    ),
    volumeMounts: optional(listOf(z.unknown(), "mounts")),
  },
  "a container, such as { name, image }",
);
const containers = z.array(container, "a list of containers, such as { name, image }");
/** Kubernetes' own fields are left to the API server. */
const podSchema = z.looseObject(
  {
    containers: containers.min(1, "at least one container"),
    initContainers: optional(containers),
    volumes: optional(listOf(z.unknown(), "volumes")),
    labels: optional(z.record(z.string(), z.string("a text"), "labels, such as { tier: web }")),
  },
  "a pod, such as { containers: [{ name, image }] }",
);

/** All problems of the arguments of a workload's defaults. */
export function workloadDefaultsProblems(args: WorkloadDefaultsArgs): readonly InputProblem[] {
  return schemaProblems(workloadDefaultsSchema, args satisfies z.input<typeof workloadDefaultsSchema>);
}

/** The problems of a pod's fields that aren't Kubernetes' own, and of the lists that get additional items. */
export function workloadPodProblems(args: WorkloadPod): readonly InputProblem[] {
  return schemaProblems(podSchema, args);
}
