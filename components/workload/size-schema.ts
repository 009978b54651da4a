import { z } from "zod";
import type { InputProblem } from "../shared/input/input-error.ts";
import { reporting } from "../shared/input/reporting.ts";
import { optional, strictObject } from "../shared/input/schemas.ts";
import { type NamespaceSize, type PodSize, type SizeName, sizes } from "./namespace-size.ts";
import { formatBytes, formatCpu, parseQuantity } from "./quantity.ts";
import { smallest } from "./size.ts";

/** The fields of a size that are quantities, with an example of each. */
const examples = {
  cpu: "4 or 500m",
  memory: "8Gi",
  ephemeralStorage: "10Gi",
  storage: "20Gi, or 0 for none",
} as const;
type Quantity = keyof typeof examples;

const count = (least: number) =>
  z.int(`a whole number of at least ${least}`).min(least, `a whole number of at least ${least}`);

const quantityOf = (field: Exclude<Quantity, "cpu">, what: string) =>
  z.string(what).check(reporting((value) => quantityProblems(field, value)));
const someCores = "cores, such as 4 or 500m";
const cores = z
  .union([z.string(someCores), z.number(someCores)], someCores)
  .check(reporting((value) => quantityProblems("cpu", value)));

export const sizeSchema: z.ZodType<SizeName | NamespaceSize, SizeName | NamespaceSize> = z.union(
  [
    z.enum(Object.keys(sizes) as [SizeName, ...SizeName[]]),
    strictObject({
      cpu: cores,
      memory: quantityOf("memory", "memory, such as 8Gi"),
      ephemeralStorage: quantityOf("ephemeralStorage", "ephemeral storage, such as 10Gi"),
      storage: quantityOf("storage", 'persistent storage, such as 20Gi, or "0" for none'),
      pods: count(1),
      services: optional(count(0)),
      secrets: optional(count(0)),
      configMaps: optional(count(0)),
      persistentVolumeClaims: optional(count(0)),
      gpus: optional(count(0)),
      largestPod: optional(
        strictObject({
          cpu: optional(cores),
          memory: optional(quantityOf("memory", "memory, such as 8Gi")),
          ephemeralStorage: optional(quantityOf("ephemeralStorage", "ephemeral storage, such as 10Gi")),
        } satisfies Readonly<Record<keyof PodSize, z.ZodType>>),
      ),
    } satisfies Readonly<Record<keyof NamespaceSize, z.ZodType>>).check(
      reporting(["cpu", "pods"], (size) => floorProblems("cpu", size)),
      reporting(["memory", "pods"], (size) => floorProblems("memory", size)),
      reporting(["ephemeralStorage", "pods"], (size) => floorProblems("ephemeralStorage", size)),
      reporting(["cpu", "largestPod"], (size) => podProblems("cpu", size)),
      reporting(["memory", "largestPod"], (size) => podProblems("memory", size)),
      reporting(["ephemeralStorage", "largestPod"], (size) => podProblems("ephemeralStorage", size)),
    ),
  ],
  "small, medium, large, or own numbers: { cpu, memory, ephemeralStorage, storage, pods }",
);

function quantityProblems(field: Quantity, text: string | number): InputProblem[] {
  const value = parseQuantity(text);
  const step = field === "cpu" ? 0.001 : 1;
  const isWhole = value !== undefined && Math.abs(value / step - Math.round(value / step)) < 1e-6;
  const unit = field === "cpu" ? "millicores" : "bytes";
  return isWhole && value <= Number.MAX_SAFE_INTEGER
    ? []
    : [
        {
          path: "",
          received: text,
          allowed: `a Kubernetes quantity in whole ${unit}, such as ${examples[field]}`,
        },
      ];
}

/** Each pod needs at least the smallest request of a container. */
function floorProblems<F extends keyof typeof smallest>(
  field: F,
  size: Pick<NamespaceSize, F | "pods">,
): InputProblem[] {
  const least = smallest[field];
  const format = field === "cpu" ? formatCpu : formatBytes;
  return (parseQuantity(size[field]) ?? 0) >= least * size.pods
    ? []
    : [
        {
          path: field,
          received: size[field],
          allowed: `at least ${format(least * size.pods)}, which is ${format(least)} for each of ${size.pods} pods`,
          fix: `Give more ${field}, or fewer pods.`,
        },
      ];
}

/** A pod is at least as large as the smallest container, and at most as large as its namespace. */
function podProblems<F extends keyof typeof smallest>(
  field: F,
  size: Pick<NamespaceSize, F | "largestPod">,
): InputProblem[] {
  const given = size.largestPod?.[field];
  const [least, most] = [smallest[field], parseQuantity(size[field]) ?? 0];
  const value = given === undefined ? undefined : parseQuantity(given);
  const format = field === "cpu" ? formatCpu : formatBytes;
  return value === undefined || (value >= least && value <= most)
    ? []
    : [
        {
          path: `largestPod.${field}`,
          received: given,
          allowed: `from ${format(least)} to ${format(most)}, the ${field} of the whole namespace`,
        },
      ];
}
