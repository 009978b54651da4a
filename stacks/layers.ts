import { all } from "./all-layer.ts";
import type { Config } from "./config-schema.ts";
import { network } from "./network-layer.ts";
import { platform } from "./platform-layer.ts";
import { tenants } from "./tenants-layer.ts";

/** Runs the layer that the config names, and returns the stack's outputs. */
export function runLayer(config: Config): Promise<object> {
  switch (config.layer) {
    case "all":
      return all(config);
    case "network":
      return network(config);
    case "platform":
      return platform(config);
    case "tenants":
      return tenants(config);
  }
}
