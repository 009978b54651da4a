import { z } from "zod";
import type { InputProblem } from "../shared/input/input-error.ts";
import { reporting } from "../shared/input/reporting.ts";
import { optional, strictObject } from "../shared/input/schemas.ts";
import { formatBytes, formatCpu, parseQuantity } from "./quantity.ts";
import { type NamespaceSize, type SizeName, sizes, smallest } from "./size.ts";

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

export const sizeSchema: z.ZodType<SizeName | NamespaceSize, SizeName | NamespaceSize> = z.union(
  [
    z.enum(Object.keys(sizes) as [SizeName, ...SizeName[]]),
    strictObject({
      cpu: z
        .union(
          [z.string("cores, such as 4 or 500m"), z.number("cores, such as 4 or 500m")],
          "cores, such as 4 or 500m",
        )
        .check(reporting((value) => quantityProblems("cpu", value))),
      memory: z.string("memory, such as 8Gi").check(reporting((value) => quantityProblems("memory", value))),
      ephemeralStorage: z
        .string("ephemeral storage, such as 10Gi")
        .check(reporting((value) => quantityProblems("ephemeralStorage", value))),
      storage: z
        .string('persistent storage, such as 20Gi, or "0" for none')
        .check(reporting((value) => quantityProblems("storage", value))),
      pods: count(1),
      services: optional(count(0)),
      secrets: optional(count(0)),
      configMaps: optional(count(0)),
      persistentVolumeClaims: optional(count(0)),
    } satisfies Readonly<Record<keyof NamespaceSize, z.ZodType>>).check(
      reporting(["cpu", "pods"], (size) => floorProblems("cpu", size)),
      reporting(["memory", "pods"], (size) => floorProblems("memory", size)),
      reporting(["ephemeralStorage", "pods"], (size) => floorProblems("ephemeralStorage", size)),
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
