import data from "./catalogue.json" with { type: "json" };
import type { Control } from "./ids.ts";

/** The place where a control is met: AWS, nodes, the cluster, a namespace, a workload, or a process of people. */
type Layer = "aws" | "node" | "cluster" | "namespace" | "workload" | "process";

/** One item of a framework for which the customer is responsible on EKS. */
export type CatalogueControl = Control & {
  /** The framework's edition to which the id belongs. */
  readonly version: string;
  readonly title: string;
  readonly layer: Layer;
  /** Whether a program can check it. */
  readonly automatable: boolean;
  /** The setting that meets it, and in brackets the scanners' checks of it. */
  readonly how: string;
};

/** Every control that the blueprint covers. If a framework has no ids, the catalogue defines them. */
export const catalogue: readonly CatalogueControl[] = data as readonly CatalogueControl[];
