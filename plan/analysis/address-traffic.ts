import type { Pod } from "./planned-pods.ts";
import { intersectPorts, type Ports } from "./ports.ts";

/** A pod whose policies allow ranges with addresses of pods, and the ports of these rules. */
export interface AddressEnd {
  readonly pod: Pod;
  readonly ports: readonly Ports[];
}

/** The ports on which each caller reaches each receiver. */
export interface AddressTraffic {
  readonly callers: readonly Pod[];
  readonly receivers: readonly Pod[];
  readonly ports: readonly Ports[];
}

/**
 * The traffic between pods whose policies name addresses of pods, in groups by port. If a thousand namespaces call and
 * accept one range on one port, the result is one group, not a million pairs.
 */
export function addressTraffic(
  callers: readonly AddressEnd[],
  receivers: readonly AddressEnd[],
): AddressTraffic[] {
  const calls = byPort(callers);
  const accepts = byPort(receivers);
  const wide = [...accepts.values()].filter(({ port }) => !isSingle(port));
  return [...calls].flatMap(([key, call]) => {
    // A single port overlaps only itself and ports that aren't single. That saves most comparisons.
    const same = accepts.get(key);
    const candidates = isSingle(call.port)
      ? [...(same === undefined ? [] : [same]), ...wide]
      : [...accepts.values()];
    return candidates
      .map((accept) => ({
        callers: [...call.pods],
        receivers: [...accept.pods],
        ports: intersectPorts([call.port], [accept.port]),
      }))
      .filter(({ ports }) => ports.length > 0);
  });
}

interface PortGroup {
  readonly port: Ports;
  readonly pods: Set<Pod>;
}

function byPort(ends: readonly AddressEnd[]): Map<string, PortGroup> {
  const groups = new Map<string, PortGroup>();
  for (const { pod, ports } of ends) {
    for (const port of ports) {
      const key = JSON.stringify([port.protocol, port.port]);
      const group = groups.get(key) ?? { port, pods: new Set() };
      group.pods.add(pod);
      groups.set(key, group);
    }
  }
  return groups;
}

function isSingle({ protocol, port }: Ports): boolean {
  return protocol !== "any" && typeof port !== "string" && port[0] === port[1];
}
