import { type Json, listAt, objectAt } from "../json.ts";

/** Ports of one protocol, or of any protocol. */
export interface Ports {
  readonly protocol: string;
  /** A range, the name of a container's port, or any port. */
  readonly port: readonly [from: number, to: number] | string | "any";
}

export const anyPort: readonly Ports[] = [{ protocol: "any", port: "any" }];

/** The ports of a NetworkPolicy's rule. A rule without ports means all ports. */
export function readPorts(ports: Json | undefined): readonly Ports[] {
  const entries = listAt(ports);
  return entries.length === 0 ? anyPort : entries.map(readPort);
}

function readPort(entry: Json): Ports {
  const { protocol = "TCP", port, endPort } = objectAt(entry);
  if (port === undefined) {
    return { protocol: String(protocol), port: "any" };
  }
  return {
    protocol: String(protocol),
    port: typeof port === "number" ? [port, typeof endPort === "number" ? endPort : port] : String(port),
  };
}

/** The ports that are in both lists. */
export function intersectPorts(ours: readonly Ports[], theirs: readonly Ports[]): Ports[] {
  return ours.flatMap((our) => theirs.flatMap((their) => intersect(our, their) ?? []));
}

function intersect(our: Ports, their: Ports): Ports | undefined {
  if (our.protocol !== their.protocol && our.protocol !== "any" && their.protocol !== "any") {
    return undefined;
  }
  const protocol = our.protocol === "any" ? their.protocol : our.protocol;
  if (our.port === "any") {
    return { protocol, port: their.port };
  }
  if (their.port === "any" || our.port === their.port) {
    return { protocol, port: our.port };
  }
  // The receiving container chooses the number of a named port, so the name can match any number.
  if (typeof our.port === "string" || typeof their.port === "string") {
    const [name, other] = typeof our.port === "string" ? [our.port, their.port] : [their.port, our.port];
    return typeof other === "string" ? undefined : { protocol, port: name };
  }
  const from = Math.max(our.port[0], their.port[0]);
  const to = Math.min(our.port[1], their.port[1]);
  return from <= to ? { protocol, port: [from, to] } : undefined;
}

export function formatPort({ port }: Ports): number | string {
  if (typeof port === "string") {
    return port;
  }
  return port[0] === port[1] ? port[0] : `${port[0]}-${port[1]}`;
}
