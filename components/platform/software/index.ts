import { argoCd } from "./argo-cd.ts";
import { argoCdCapability } from "./argo-cd-capability.ts";
import { awsLoadBalancerController } from "./aws-load-balancer-controller.ts";
import { certManager } from "./cert-manager.ts";
import { cloudwatchObservability } from "./cloudwatch-observability.ts";
import { clusterAutoscaler } from "./cluster-autoscaler.ts";
import { externalDns } from "./external-dns.ts";
import { externalSecrets } from "./external-secrets.ts";
import { fluentBit } from "./fluent-bit.ts";
import { flux } from "./flux.ts";
import { guarddutyAgent } from "./guardduty-agent.ts";
import { karpenter } from "./karpenter.ts";
import { keda } from "./keda.ts";
import { prometheusStack } from "./prometheus-stack.ts";
import { secretsStoreCsi } from "./secrets-store-csi.ts";
import { snapshotController } from "./snapshot-controller.ts";
import type { SoftwareEntry } from "./software-entry.ts";
import { velero } from "./velero.ts";

const entries: readonly SoftwareEntry[] = [
  argoCd,
  argoCdCapability,
  awsLoadBalancerController,
  certManager,
  cloudwatchObservability,
  clusterAutoscaler,
  externalDns,
  externalSecrets,
  fluentBit,
  flux,
  guarddutyAgent,
  karpenter,
  keda,
  prometheusStack,
  secretsStoreCsi,
  snapshotController,
  velero,
];

/** The catalogue, by id. */
export const catalogue: Readonly<Record<string, SoftwareEntry>> = Object.fromEntries(
  entries.map((entry) => [entry.id, entry]),
);
