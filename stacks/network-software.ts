import { type AdditionalEndpoint, type ClusterNetworkArgs, softwareEndpoints } from "../components/index.ts";
import { chosenSoftware } from "./chosen-software.ts";
import type { Config } from "./config-schema.ts";

/**
 * A network's arguments with the endpoints of the software that runs in its cluster. Where the config has an entry of the
 * same service, the service gets the actions of both.
 */
export function withSoftwareEndpoints<T extends Pick<ClusterNetworkArgs, "additionalEndpoints">>({
  software = [],
  ...network
}: T & { readonly software?: readonly string[] | undefined }): T {
  const { additionalEndpoints = [] } = network;
  const needed = softwareEndpoints(software);
  if (needed.length === 0) {
    return network as unknown as T;
  }
  const own = additionalEndpoints.map((entry): AdditionalEndpoint => {
    const need = needed.find(({ service }) => service === entry.service);
    if (need === undefined) {
      return entry;
    }
    const { actions, ...rest } = need;
    // Without actions, an entry has those that read and write the service's data, which software needs as well.
    return entry.actions === undefined
      ? { ...entry, ...rest }
      : { ...entry, ...rest, actions: [...entry.actions, ...actions.filter(isNew(entry.actions))] };
  });
  const others = needed.filter(({ service }) => !own.some((entry) => entry.service === service));
  return { ...network, additionalEndpoints: [...own, ...others] } as unknown as T;
}

function isNew(known: readonly string[]): (action: string) => boolean {
  return (action) => !known.includes(action);
}

/** A network with the software that its config names, and the software that runs in the cluster of the same stack. */
function ofBoth<T extends { readonly software?: readonly string[] | undefined }>(
  network: T,
  platform: Parameters<typeof chosenSoftware>[0],
): T {
  const software = [...new Set([...(network.software ?? []), ...chosenSoftware(platform)])];
  return { ...network, ...(software.length > 0 && { software }) };
}

/** A config whose network has the endpoints of its software. */
export function resolveSoftware(config: Config): Config {
  switch (config.layer) {
    case "network":
      return withSoftwareEndpoints(config);
    case "tenants":
      return config;
    default:
      return "stack" in config.network || "vpcId" in config.network
        ? config
        : ({
            ...config,
            network: withSoftwareEndpoints(ofBoth(config.network, config.platform)),
          } as typeof config);
  }
}
