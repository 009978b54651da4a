import * as pulumi from "@pulumi/pulumi";
import type { ClusterNetworkArgs, Lifecycle } from "../components/index.ts";
import { defaultServiceCidr } from "../components/internal.ts";
import { all } from "./all-layer.ts";
import { assertConfig } from "./config.ts";
import type { Config } from "./config-schema.ts";
import { readLastSettings, type Settings } from "./last-settings.ts";
import type { LayerResult } from "./layer-result.ts";
import { network } from "./network-layer.ts";
import { resolveSoftware } from "./network-software.ts";
import type { PoolConfig } from "./node-pools.ts";
import { platform } from "./platform-layer.ts";
import {
  chosenOnceProblems,
  earlyEndpointProblems,
  leavingDeployerProblems,
  lostClassProblems,
  signInWarning,
} from "./setting-changes.ts";
import { tenants } from "./tenants-layer.ts";

/**
 * Runs the layer that the config names, and returns the stack's outputs. Among them are the settings with which the
 * next update compares its own.
 *
 * @throws InputError if the config changes a setting that is chosen once
 */
export async function runLayer(config: Config): Promise<object> {
  const last = await readLastSettings();
  const settings = settingsOf(config);
  assertConfig([
    ...chosenOnceProblems(last, settings),
    ...lostClassProblems(last, settings),
    ...earlyEndpointProblems(last, settings),
  ]);
  if ("admins" in config) {
    const admins = config.admins.map(({ role }) => String(role));
    assertConfig(leavingDeployerProblems(last, admins));
    const warning = signInWarning(last, settings, admins);
    if (warning !== undefined) {
      await pulumi.log.warn(warning);
    }
  }
  const { outputs, tenants: lifecycles } = await run(resolveSoftware(config), last);
  return { ...outputs, settings: { ...settings, ...(lifecycles && { tenants: lifecycles }) } };
}

async function run(config: Config, last: Settings | undefined): Promise<LayerResult> {
  switch (config.layer) {
    case "all":
      return all(config, last?.tenants);
    case "network":
      return { outputs: await network(config) };
    case "platform":
      return { outputs: await platform(config) };
    case "tenants":
      return tenants(config, last?.tenants);
  }
}

function settingsOf(config: Config): Settings {
  const lifecycle = config.lifecycle ?? "protected";
  switch (config.layer) {
    case "network":
      return { lifecycle, network: networkOf(config.name, config) };
    case "tenants":
      return { lifecycle };
    default: {
      const { clusterName, serviceCidr = defaultServiceCidr, people, deployRole, network: own } = config;
      const isCreated = !("stack" in own) && !("vpcId" in own);
      return {
        lifecycle,
        ...(isCreated && { network: networkOf(clusterName, own) }),
        nodeClasses: classLifecycles([
          ...(config.nodePools ?? [{}]),
          ...(config.karpenter === undefined ? [] : (config.karpenter.pools ?? [{}])),
        ]),
        cluster: {
          clusterName,
          serviceCidr,
          ...(people !== undefined && { people: { ...people } }),
          ...(deployRole !== undefined && { deployRole: String(deployRole) }),
        },
      };
    }
  }
}

function networkOf(
  name: string,
  args: Pick<ClusterNetworkArgs, "cidr" | "zones" | "nodesIn" | "egress" | "interfaceEndpoints">,
) {
  const { cidr, zones, nodesIn = "primary", egress = "none", interfaceEndpoints = true } = args;
  return {
    name,
    cidr,
    nodesIn,
    egress,
    interfaceEndpoints,
    ...(zones !== undefined && { zones: [...zones] }),
  };
}

/** The lifecycle of each class with a node pool, also one that Karpenter starts. */
function classLifecycles(
  pools: readonly Pick<PoolConfig, "class" | "lifecycle">[],
): Record<string, Lifecycle> {
  const byClass = Map.groupBy(pools, ({ class: name = "standard" }) => name);
  return Object.fromEntries(
    [...byClass].map(([name, same]) => [
      name,
      same.every(({ lifecycle }) => lifecycle === "disposable") ? "disposable" : "protected",
    ]),
  );
}
