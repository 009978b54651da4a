import { type JsonObject, listAt, objectAt, stringAt } from "../../../../plan/json.ts";
import { keptPod } from "./kept-pod.ts";
import { type PortRegister, readPorts, servicesOf } from "./listening-ports.ts";
import { annotationsOf, type Manifest, metadataOf, nameOf, specOf, textsOf } from "./manifest.ts";
import type { ApiServerCall, ControllerFacts, ManifestFacts, Rendered } from "./manifest-facts.ts";

const controllerKinds = ["Deployment", "DaemonSet", "StatefulSet", "Job", "CronJob"] as const;

interface ReadController {
  readonly manifest: Manifest;
  readonly kind: ControllerFacts["kind"];
  readonly template: JsonObject;
  readonly ports: PortRegister;
}

/** Reads the facts from rendered manifests. */
export function readFacts(manifests: readonly Manifest[], rendered: Rendered): ManifestFacts {
  const controllers = controllerKinds.flatMap((kind) =>
    manifests
      .filter((manifest) => manifest.kind === kind && !isForWindows(manifest))
      .map((manifest): ReadController => {
        const template = templateOf(manifest);
        return { manifest, kind, template, ports: readPorts(template, manifests) };
      }),
  );
  const calls = apiServerClients(manifests).map((client) => resolveCall(client, controllers, manifests));
  return {
    rendered,
    controllers: controllers.map((controller) => controllerFacts(controller, rendered)),
    accountsWithRights: accountsWithRights(manifests),
    customResources: unique(
      ofKind(manifests, "CustomResourceDefinition").map((crd) => stringAt(specOf(crd)["group"]) ?? ""),
    ),
    calledByApiServer: calls,
  };
}

/** Casemate has no Windows nodes. */
function isForWindows(manifest: Manifest): boolean {
  const { nodeSelector } = objectAt(templateOf(manifest)["spec"]);
  return objectAt(nodeSelector)["kubernetes.io/os"] === "windows";
}

function templateOf(manifest: Manifest): JsonObject {
  const spec = specOf(manifest);
  return objectAt(
    manifest.kind === "CronJob"
      ? objectAt(objectAt(spec["jobTemplate"])["spec"])["template"]
      : spec["template"],
  );
}

function controllerFacts(
  { manifest, kind, template, ports }: ReadController,
  rendered: Rendered,
): ControllerFacts {
  const namespace = stringAt(metadataOf(manifest)["namespace"]);
  const selector = textsOf(objectAt(specOf(manifest)["selector"])["matchLabels"]);
  const isHook = annotationsOf(manifest)["helm.sh/hook"] !== undefined;
  return {
    kind,
    name: nameOf(manifest),
    ...(namespace !== undefined && namespace !== rendered.namespace && { namespace }),
    ...(isHook && { hook: true }),
    selector,
    // The Job controller adds this label.
    pod: keptPod(
      template,
      kind === "Job" ? { "batch.kubernetes.io/job-name": nameOf(manifest) } : {},
      selector,
    ),
    listens: ports.list(),
  };
}

interface Client {
  readonly kind: ApiServerCall["kind"];
  readonly name: string;
  readonly service: JsonObject;
  readonly failClosed: boolean;
}

/** Everything that makes the API server call a Service. */
function apiServerClients(manifests: readonly Manifest[]): Client[] {
  const admission = (["Validating", "Mutating"] as const).flatMap((kind) =>
    ofKind(manifests, `${kind}WebhookConfiguration`).flatMap((configuration) =>
      listAt(configuration["webhooks"]).map((item): Client => {
        const webhook = objectAt(item);
        return {
          kind: kind === "Validating" ? "validating" : "mutating",
          name: stringAt(webhook["name"]) ?? "",
          service: objectAt(objectAt(webhook["clientConfig"])["service"]),
          failClosed: webhook["failurePolicy"] !== "Ignore",
        };
      }),
    ),
  );
  const conversions = ofKind(manifests, "CustomResourceDefinition").flatMap((crd): Client[] => {
    const webhook = objectAt(objectAt(specOf(crd)["conversion"])["webhook"]);
    const service = objectAt(objectAt(webhook["clientConfig"])["service"]);
    return service["name"] === undefined
      ? []
      : [{ kind: "conversion", name: nameOf(crd), service, failClosed: true }];
  });
  const aggregated = ofKind(manifests, "APIService").flatMap((api): Client[] => {
    const service = objectAt(specOf(api)["service"]);
    return service["name"] === undefined
      ? []
      : [{ kind: "aggregated", name: nameOf(api), service, failClosed: true }];
  });
  return [...admission, ...conversions, ...aggregated].filter(({ service }) => service["name"] !== undefined);
}

/** Follows a call of the API server to the pod's port, and registers the port there. */
function resolveCall(
  { kind, name, service, failClosed }: Client,
  controllers: readonly ReadController[],
  manifests: readonly Manifest[],
): ApiServerCall {
  const wanted = service["port"] ?? 443;
  for (const { manifest, template, ports } of controllers) {
    for (const candidate of servicesOf(template, manifests)) {
      const port = listAt(specOf(candidate)["ports"])
        .map((item) => objectAt(item))
        .find((item) => item["port"] === wanted);
      const target = port && ports.resolve(port["targetPort"] ?? port["port"]);
      if (nameOf(candidate) === service["name"] && target !== undefined) {
        ports.add(target.port, "TCP", { by: "api-server", name });
        return {
          kind,
          name,
          service: nameOf(candidate),
          controller: nameOf(manifest),
          port: target.port,
          failClosed,
        };
      }
    }
  }
  return { kind, name, service: stringAt(service["name"]) ?? "", failClosed };
}

function accountsWithRights(manifests: readonly Manifest[]): string[] {
  const bindings = [...ofKind(manifests, "ClusterRoleBinding"), ...ofKind(manifests, "RoleBinding")];
  return unique(
    bindings
      .flatMap((binding) => listAt(binding["subjects"]).map((subject) => objectAt(subject)))
      .filter(({ kind }) => kind === "ServiceAccount")
      .map(({ name }) => stringAt(name) ?? ""),
  );
}

function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
