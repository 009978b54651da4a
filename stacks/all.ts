import { Tenants } from "../components/index.ts";
import type { AllConfig } from "./config.ts";
import { createCluster, platformOutputs } from "./platform.ts";
import { readTenants } from "./tenants.ts";

/** The layer `all`: network, cluster and tenants in one stack. */
export async function all({ tenants, ...config }: AllConfig): Promise<Record<string, unknown>> {
  const checked = readTenants(tenants, config.lifecycle);
  const cluster = createCluster(config);
  new Tenants(config.clusterName, { cluster, tenants: checked });
  return platformOutputs(cluster);
}
