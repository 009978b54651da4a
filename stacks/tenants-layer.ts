import * as k8s from "@pulumi/kubernetes";
import { type Lifecycle, Tenants } from "../components/index.ts";
import {
  assertNoProblems,
  type CheckedTenant,
  inFiles,
  type JudgingCluster,
  judgeTenants,
} from "../components/internal.ts";
import type { TenantsConfig } from "./config-schema.ts";
import { platformOutput, readStack } from "./outputs.ts";
import { readTenantFiles } from "./tenant-files.ts";

/** The layer `tenants`: namespaces on the cluster of a `platform` stack. */
export async function tenants({ platform, tenants: directory, lifecycle }: TenantsConfig): Promise<object> {
  const { kubeconfig, ...cluster } = await readStack(platform.stack, "platform", platformOutput);
  const tenants = readTenants(directory, cluster, lifecycle);
  const { clusterName } = cluster;
  const provider = new k8s.Provider(clusterName, { kubeconfig, clusterIdentifier: clusterName });
  new Tenants(clusterName, { cluster: { ...cluster, provider, hasTenantRoles: true }, tenants });
  return {};
}

/**
 * Reads the tenant files of a directory and checks all of them, before any resource is registered. The stack's
 * lifecycle overrides those of the tenants.
 *
 * @throws InputError with every problem and its file
 */
export function readTenants(
  directory: string,
  cluster: JudgingCluster,
  lifecycle: Lifecycle | undefined,
): readonly CheckedTenant[] {
  const { files, problems } = readTenantFiles(directory);
  const result = judgeTenants(
    files.map(({ value }) => value),
    { prefix: inFiles(files.map(({ source }) => source)), cluster },
  );
  assertNoProblems("", [...problems, ...result.problems]);
  return lifecycle === undefined
    ? result.tenants
    : result.tenants.map((tenant) => ({ ...tenant, lifecycle }));
}
