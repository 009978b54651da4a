import type { Protocol } from "../../contract/flow.ts";

/** Ports of one protocol: one port, or the range from `port` to `endPort`. */
export interface PortRange {
  readonly port: number;
  readonly endPort?: number;
  readonly protocol: Protocol;
}

/** The range of a flow. One port has no `endPort`, however it is written. */
export function portRange(protocol: Protocol, port: number, endPort = port): PortRange {
  return endPort > port ? { port, endPort, protocol } : { port, protocol };
}

/** `TCP 8443`, `TCP 8000-8100` */
export function portKey({ protocol, port, endPort }: PortRange): string {
  return endPort === undefined ? `${protocol} ${port}` : `${protocol} ${port}-${endPort}`;
}

/** The ports that are in both; `undefined` if there are none. */
export function commonPorts(one: PortRange, other: PortRange): PortRange | undefined {
  const first = Math.max(one.port, other.port);
  const last = Math.min(lastPort(one), lastPort(other));
  return one.protocol === other.protocol && first <= last ? portRange(one.protocol, first, last) : undefined;
}

/** Whether `outer` has all ports of `inner`. */
export function hasPorts(outer: PortRange, inner: PortRange): boolean {
  return outer.protocol === inner.protocol && outer.port <= inner.port && lastPort(inner) <= lastPort(outer);
}

/** Whether the ranges together have all ports of `whole`. */
export function coverPorts(ranges: readonly PortRange[], whole: PortRange): boolean {
  const next = ranges
    .filter(({ protocol }) => protocol === whole.protocol)
    .toSorted((a, b) => a.port - b.port)
    .reduce(
      (reached, range) => (range.port <= reached ? Math.max(reached, lastPort(range) + 1) : reached),
      whole.port,
    );
  return next > lastPort(whole);
}

function lastPort({ port, endPort = port }: PortRange): number {
  return endPort;
}
