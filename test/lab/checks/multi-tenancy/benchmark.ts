import type { Tenancy } from "./tenancy.ts";

/**
 * A benchmark of the Kubernetes working group on multi-tenancy, in our words and with our code. The group's code uses
 * kubectl with impersonated users, and passes even if a pod is refused for another reason.
 */
export interface Benchmark {
  /** Unique. If the group has code for it: its folder in benchmarks/kubectl-mtb/test/benchmarks. */
  readonly name: string;
  /** The group's number, which some share. Undefined for benchmarks that the group never wrote. */
  readonly id?: string;
  readonly title: string;
  /** 1: isolation, even if features are lost. 2: self-service of tenants. */
  readonly profile: 1 | 2;
  readonly category:
    | "Control Plane Isolation"
    | "Data Isolation"
    | "Fairness"
    | "Host Isolation"
    | "Network Isolation"
    | "Self-Service Operations"
    | "Tenant Isolation";
  /** For a benchmark without code: the group's issue in kubernetes-retired/multi-tenancy. */
  readonly pending?: number;
  /** The reasons why the cluster fails it. Empty if it passes. */
  shortfalls(tenancy: Tenancy): Promise<readonly string[]>;
}
