import { Tenants } from "../components/index.ts";
import { createPlatformSoftware } from "./chosen-software.ts";
import type { AllConfig } from "./config-schema.ts";
import { createKarpenter, karpenterOutputs } from "./karpenter-config.ts";
import type { Settings } from "./last-settings.ts";
import type { LayerResult } from "./layer-result.ts";
import { checkPlatform, clusterFacts, createCluster, platformOutputs } from "./platform-layer.ts";
import { lifecyclesOf, readTenants } from "./tenants-layer.ts";

/** The layer `all`: network, cluster and tenants in one stack. */
export async function all(
  { layer: _, tenants: directory, ...config }: AllConfig,
  last: Settings["tenants"],
): Promise<LayerResult> {
  await checkPlatform(config);
  const tenants = readTenants({ directory, last, lifecycle: config.lifecycle }, clusterFacts(config));
  const cluster = createCluster(config);
  const software = createPlatformSoftware(cluster, config.platform, config.lifecycle);
  new Tenants(config.clusterName, { cluster, tenants });
  const karpenter = createKarpenter(cluster, config.karpenter, software["karpenter"]?.installed.at(-1));
  const outputs = { ...platformOutputs(cluster), ...karpenterOutputs(karpenter) };
  return { outputs, tenants: lifecyclesOf(tenants) };
}
