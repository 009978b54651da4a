import { type JsonObject, listAt, objectAt, stringAt } from "../../../../plan/json.ts";
import { argumentPorts } from "./arguments.ts";
import { annotationsOf, labelsOf, type Manifest, nameOf, selects, specOf, textsOf } from "./manifest.ts";
import type { Evidence, ListeningPort } from "./manifest-facts.ts";

type Protocol = ListeningPort["protocol"];

/** Ports of one pod, with what shows each. */
export class PortRegister {
  readonly #evidence = new Map<string, Evidence[]>();
  readonly #names = new Map<string, { port: number; protocol: Protocol }>();

  add(port: number, protocol: Protocol, evidence: Evidence): void {
    const key = `${port}/${protocol}`;
    const known = this.#evidence.get(key) ?? [];
    if (!known.some(({ by, name }) => by === evidence.by && name === evidence.name)) {
      this.#evidence.set(key, [...known, evidence]);
    }
  }

  name(name: string, port: number, protocol: Protocol): void {
    this.#names.set(name, { port, protocol });
  }

  /** The port that a number or a port's name means. */
  resolve(port: unknown): { port: number; protocol: Protocol } | undefined {
    const number = Number(port);
    return number > 0 ? { port: number, protocol: "TCP" } : this.#names.get(String(port));
  }

  list(): ListeningPort[] {
    return Array.from(this.#evidence, ([key, evidence]) => {
      const [port = "", protocol] = key.split("/");
      return {
        port: Number(port),
        protocol: protocol === "UDP" ? ("UDP" as const) : ("TCP" as const),
        evidence,
      };
    }).sort((one, other) => one.port - other.port || one.protocol.localeCompare(other.protocol));
  }
}

/** Reads a pod's ports from the pod itself and from the objects that name them. */
export function readPorts(template: JsonObject, manifests: readonly Manifest[]): PortRegister {
  const register = new PortRegister();
  const spec = objectAt(template["spec"]);
  const containers = [
    ...listAt(spec["containers"]),
    ...listAt(spec["initContainers"]).filter((part) => objectAt(part)["restartPolicy"] === "Always"),
  ].map((part) => objectAt(part));
  for (const container of containers) {
    for (const item of listAt(container["ports"])) {
      const port = objectAt(item);
      const number = Number(port["containerPort"]);
      const protocol = port["protocol"] === "UDP" ? "UDP" : "TCP";
      const name = stringAt(port["name"]) ?? "";
      register.add(number, protocol, { by: "port", name });
      register.name(name, number, protocol);
      if (/^(?:.*-)?(?:metrics|prom)$/.test(name)) {
        register.add(number, protocol, { by: "scrape", name: `port ${name}` });
      }
    }
    for (const { port, evidence } of argumentPorts(container)) {
      register.add(port, "TCP", evidence);
    }
    for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
      readProbe(register, objectAt(container[probe]), probe);
    }
  }
  readScrapes(register, template, manifests);
  readServices(register, template, manifests);
  return register;
}

function readProbe(register: PortRegister, probe: JsonObject, name: string): void {
  for (const handler of ["httpGet", "tcpSocket", "grpc"]) {
    const { port, host } = objectAt(probe[handler]);
    const resolved = port === undefined || host !== undefined ? undefined : register.resolve(port);
    if (resolved !== undefined) {
      register.add(resolved.port, "TCP", { by: "probe", name });
    }
  }
}

function readServices(register: PortRegister, template: JsonObject, manifests: readonly Manifest[]): void {
  for (const service of servicesOf(template, manifests)) {
    for (const item of listAt(specOf(service)["ports"])) {
      const port = objectAt(item);
      const target = register.resolve(port["targetPort"] ?? port["port"]);
      if (target !== undefined) {
        const protocol = port["protocol"] === "UDP" ? "UDP" : "TCP";
        register.add(target.port, protocol, { by: "service", name: nameOf(service) });
      }
    }
    const annotated = register.resolve(annotationsOf(service)["prometheus.io/port"]);
    if (annotated !== undefined) {
      register.add(annotated.port, "TCP", { by: "scrape", name: `Service ${nameOf(service)}` });
    }
  }
}

function readScrapes(register: PortRegister, template: JsonObject, manifests: readonly Manifest[]): void {
  const annotated = register.resolve(annotationsOf(template)["prometheus.io/port"]);
  if (annotated !== undefined) {
    register.add(annotated.port, "TCP", { by: "scrape", name: "annotation prometheus.io/port" });
  }
  for (const monitor of manifests) {
    const spec = specOf(monitor);
    const selector = textsOf(objectAt(spec["selector"])["matchLabels"]);
    const name = `${monitor.kind} ${nameOf(monitor)}`;
    if (monitor.kind === "PodMonitor" && selects(selector, labelsOf(template))) {
      for (const item of listAt(spec["podMetricsEndpoints"])) {
        const { port, targetPort } = objectAt(item);
        addScrape(register, register.resolve(port ?? targetPort), name);
      }
    }
    if (monitor.kind === "ServiceMonitor") {
      const services = servicesOf(template, manifests).filter((service) =>
        selects(selector, labelsOf(service)),
      );
      for (const service of services) {
        for (const item of listAt(spec["endpoints"])) {
          addScrape(register, endpointPort(register, service, objectAt(item)), name);
        }
      }
    }
  }
}

function addScrape(register: PortRegister, target: ReturnType<PortRegister["resolve"]>, name: string): void {
  if (target !== undefined) {
    register.add(target.port, "TCP", { by: "scrape", name });
  }
}

/** The pod's port behind an endpoint of a ServiceMonitor, which names a port of the Service. */
function endpointPort(register: PortRegister, service: Manifest, endpoint: JsonObject) {
  const found = listAt(specOf(service)["ports"])
    .map((port) => objectAt(port))
    .find(({ name }) => endpoint["port"] !== undefined && name === endpoint["port"]);
  return register.resolve(found ? (found["targetPort"] ?? found["port"]) : endpoint["targetPort"]);
}

/** The Services that select the pod. */
export function servicesOf(template: JsonObject, manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(
    (manifest) =>
      manifest.kind === "Service" && selects(textsOf(specOf(manifest)["selector"]), labelsOf(template)),
  );
}
