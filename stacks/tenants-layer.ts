import { parse } from "node:path";
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
import type { Settings } from "./last-settings.ts";
import type { LayerResult } from "./layer-result.ts";
import { platformOutput, readStack } from "./outputs.ts";
import { missingTenantProblems } from "./setting-changes.ts";
import { readTenantFiles } from "./tenant-files.ts";

/** The layer `tenants`: namespaces on the cluster of a `platform` stack. */
export async function tenants(
  { platform, tenants: directory, lifecycle }: TenantsConfig,
  last: Settings["tenants"],
): Promise<LayerResult> {
  const { kubeconfig, ...cluster } = await readStack(platform.stack, "platform", platformOutput);
  const tenants = readTenants({ directory, last, lifecycle }, cluster);
  const { clusterName } = cluster;
  const provider = new k8s.Provider(clusterName, { kubeconfig, clusterIdentifier: clusterName });
  new Tenants(clusterName, { cluster: { ...cluster, provider, hasTenantRoles: true }, tenants });
  return { outputs: {}, tenants: lifecyclesOf(tenants) };
}

/** The tenant files of a stack. */
export interface TenantSource {
  readonly directory: string;
  /** The tenants of the last update. */
  readonly last: Settings["tenants"];
  /** Overrides the lifecycles of the tenants. */
  readonly lifecycle: Lifecycle | undefined;
}

/**
 * Reads the tenant files of a directory and checks all of them, before any resource is registered. The stack's
 * lifecycle overrides those of the tenants.
 *
 * A protected tenant of the last update must still have its file.
 *
 * @throws InputError with every problem and its file
 */
export function readTenants(
  { directory, last, lifecycle }: TenantSource,
  cluster: JudgingCluster,
): readonly CheckedTenant[] {
  const { files, problems } = readTenantFiles(directory);
  const names = files.map(({ source }) => [parse(source).name, source]);
  const result = judgeTenants(
    files.map(({ value }) => value),
    { prefix: inFiles(files.map(({ source }) => source)), cluster },
  );
  assertNoProblems("", [
    ...problems,
    ...result.problems,
    ...missingTenantProblems(directory, last, Object.fromEntries(names)),
  ]);
  return lifecycle === undefined
    ? result.tenants
    : result.tenants.map((tenant) => ({ ...tenant, lifecycle }));
}

/** The lifecycle of each tenant. */
export function lifecyclesOf(tenants: readonly CheckedTenant[]): Record<string, Lifecycle> {
  return Object.fromEntries(tenants.map(({ name, lifecycle = "protected" }) => [name, lifecycle]));
}
