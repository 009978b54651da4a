import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import { type Json, type JsonObject, listAt, objectAt } from "../../../../plan/json.ts";
import { annotationsOf, labelsOf, pick } from "./manifest.ts";

/** Fields of a pod that admission or the kubelet judge it by. Commands, arguments and variables are not facts. */
const podFields = [
  "serviceAccountName",
  "automountServiceAccountToken",
  "hostNetwork",
  "hostPID",
  "hostIPC",
  "hostUsers",
  "priorityClassName",
  "nodeSelector",
  "tolerations",
  "securityContext",
  "restartPolicy",
];
const containerFields = ["name", "image", "securityContext", "resources", "restartPolicy"];
/** Labels that change with each version of a chart. */
const changing = new Set([
  "chart",
  "heritage",
  "helm.sh/chart",
  "app.kubernetes.io/version",
  "app.kubernetes.io/managed-by",
]);
const probes = ["livenessProbe", "readinessProbe", "startupProbe"];
const probeHandlers = ["httpGet", "tcpSocket", "grpc"];

/** The pod with the fields that are facts. */
export function keptPod(
  template: JsonObject,
  added: Readonly<Record<string, string>>,
  selector: Readonly<Record<string, string>>,
): V1PodTemplateSpec {
  const spec = objectAt(template["spec"]);
  const lists = Object.fromEntries(
    ["initContainers", "containers"]
      .map((name) => [name, listAt(spec[name]).map((part) => keptContainer(objectAt(part)))] as const)
      .filter(([, list]) => list.length > 0),
  );
  const volumes = listAt(spec["volumes"]).map((volume) => keptVolume(objectAt(volume)));
  const appArmor = Object.entries(annotationsOf(template)).filter(([key]) => key.includes("apparmor"));
  return {
    metadata: {
      labels: {
        ...Object.fromEntries(
          Object.entries(labelsOf(template)).filter(([key]) => key in selector || !changing.has(key)),
        ),
        ...added,
      },
      ...(appArmor.length > 0 && { annotations: Object.fromEntries(appArmor) }),
    },
    spec: { ...pick(spec, podFields), ...lists, ...(volumes.length > 0 && { volumes }) },
  } as unknown as V1PodTemplateSpec;
}

function keptContainer(container: JsonObject): JsonObject {
  const ports = listAt(container["ports"]).map((port) =>
    pick(objectAt(port), ["name", "containerPort", "hostPort", "protocol"]),
  );
  const kept = probes.flatMap((name) => {
    const handlers = pick(objectAt(container[name]), probeHandlers);
    return Object.keys(handlers).length > 0 ? [[name, keptHandlers(handlers)]] : [];
  });
  return {
    ...pick(container, containerFields),
    ...(ports.length > 0 && { ports }),
    ...Object.fromEntries(kept),
  };
}

function keptHandlers(handlers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, pick(objectAt(handler), ["port", "host"])]),
  );
}

/** The volume's kind, and what of it admission judges: host paths, names of objects, token audiences. */
function keptVolume(volume: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(volume).map(([kind, source]) => [
      kind,
      kind === "name"
        ? (source as Json)
        : kind === "projected"
          ? { sources: listAt(objectAt(source)["sources"]).map((part) => keptSource(objectAt(part))) }
          : keptObjectVolume(objectAt(source)),
    ]),
  );
}

function keptSource(source: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(source).map(([kind, value]) => [
      kind,
      pick(objectAt(value), ["name", "audience", "expirationSeconds", "path", "optional"]),
    ]),
  );
}

function keptObjectVolume(source: JsonObject): JsonObject {
  return pick(source, ["path", "type", "name", "secretName", "claimName", "driver", "medium", "optional"]);
}
