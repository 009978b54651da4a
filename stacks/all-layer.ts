import { Tenants } from "../components/index.ts";
import type { AllConfig } from "./config-schema.ts";
import { checkPlatform, clusterFacts, createCluster, platformOutputs } from "./platform-layer.ts";
import { readTenants } from "./tenants-layer.ts";

/** The layer `all`: network, cluster and tenants in one stack. */
export async function all({ layer: _, tenants: directory, ...config }: AllConfig): Promise<object> {
  await checkPlatform(config);
  const tenants = readTenants(directory, clusterFacts(config), config.lifecycle);
  const cluster = createCluster(config);
  new Tenants(config.clusterName, { cluster, tenants });
  return platformOutputs(cluster);
}
