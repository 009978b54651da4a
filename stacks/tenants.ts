import * as k8s from "@pulumi/kubernetes";
import { type Lifecycle, type TenantArgs, Tenants, parseTenant } from "../components/index.ts";
import type { TenantsConfig } from "./config.ts";
import { platformOutput, readStack } from "./outputs.ts";
import { readTenantFiles } from "./tenant-files.ts";

/** The layer `tenants`: namespaces on the cluster of a `platform` stack. */
export async function tenants({ platform, tenants, lifecycle }: TenantsConfig): Promise<Record<string, unknown>> {
  const checked = readTenants(tenants, lifecycle);
  const { kubeconfig, ...cluster } = await readStack(platform.stack, "platform", platformOutput);
  const { clusterName } = cluster;
  const provider = new k8s.Provider(clusterName, { kubeconfig, clusterIdentifier: clusterName });
  new Tenants(clusterName, { cluster: { ...cluster, provider, hasTenantRoles: true }, tenants: checked });
  return {};
}

/** Reads and checks the tenant files of a directory. A lifecycle of the stack goes before the tenants' own. */
export function readTenants(directory: string, lifecycle: Lifecycle | undefined): TenantArgs[] {
  return readTenantFiles(directory).map(({ source, value }) => ({
    ...parseTenant(source, value),
    ...(lifecycle && { lifecycle }),
  }));
}
