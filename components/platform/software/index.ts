import { awsLoadBalancerController } from "./aws-load-balancer-controller.ts";
import { certManager } from "./cert-manager.ts";
import { clusterAutoscaler } from "./cluster-autoscaler.ts";
import { externalDns } from "./external-dns.ts";
import { karpenter } from "./karpenter.ts";
import type { SoftwareEntry } from "./software-entry.ts";

const entries: readonly SoftwareEntry[] = [
  awsLoadBalancerController,
  certManager,
  clusterAutoscaler,
  externalDns,
  karpenter,
];

/** The catalogue, by id. */
export const catalogue: Readonly<Record<string, SoftwareEntry>> = Object.fromEntries(
  entries.map((entry) => [entry.id, entry]),
);
