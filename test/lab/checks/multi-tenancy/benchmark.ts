import type { Tenancy } from "./tenancy.ts";

/**
 * A benchmark of the Kubernetes working group on multi-tenancy, in our words. Our own code: the group's runs
 * impersonated users on a cluster with kubectl, and passes a pod that is refused for another reason.
 */
export interface Benchmark {
  /** Unique. Where it has code: its folder in benchmarks/kubectl-mtb/test/benchmarks. */
  readonly name: string;
  /** As the group numbers it; twice the same for some. None for those that were never written. */
  readonly id?: string;
  readonly title: string;
  /** 1: isolation, even at the price of features. 2: what tenants manage by themselves. */
  readonly profile: 1 | 2;
  readonly category:
    | "Control Plane Isolation"
    | "Data Isolation"
    | "Fairness"
    | "Host Isolation"
    | "Network Isolation"
    | "Self-Service Operations"
    | "Tenant Isolation";
  /** Where the group asks for one that has no code: its issue in kubernetes-retired/multi-tenancy. */
  readonly pending?: number;
  /** What keeps the cluster from meeting it; nothing if it does. */
  shortfalls(tenancy: Tenancy): Promise<readonly string[]>;
}
