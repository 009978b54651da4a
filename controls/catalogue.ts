import data from "./catalogue.json" with { type: "json" };
import type { Control } from "./ids.ts";

/** Where a control is met: in AWS, on nodes, in the cluster, in a namespace, in a workload, or by people. */
type Layer = "aws" | "node" | "cluster" | "namespace" | "workload" | "process";

/** One item of a framework, as far as it is the customer's on EKS. */
export type CatalogueControl = Control & {
  /** The framework's edition that the item's id is of. */
  readonly version: string;
  readonly title: string;
  readonly layer: Layer;
  /** Whether a program can check it. */
  readonly automatable: boolean;
  /** The setting that meets it, and scanners' checks of it in brackets. */
  readonly how: string;
};

/** Every control that the blueprint answers for. Where a framework has no ids, the catalogue gives them. */
export const catalogue: readonly CatalogueControl[] = data as readonly CatalogueControl[];
