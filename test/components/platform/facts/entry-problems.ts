import { isDeepStrictEqual } from "node:util";
import type {
  SoftwareCaller,
  SoftwareEntry,
  SoftwareListener,
  SoftwareWorkload,
} from "../../../../components/platform/software/software-entry.ts";
import { selects } from "./manifest.ts";
import type { ControllerFacts, ListeningPort, ManifestFacts } from "./manifest-facts.ts";
import { laxest, podLevel } from "./pod-level.ts";
import { accountsWithRights, controllersOf, workloadName } from "./stored-facts.ts";

/** What of an entry differs from the facts of its manifests, each as a sentence. */
export function entryProblems(entry: SoftwareEntry, facts: ManifestFacts): string[] {
  const controllers = controllersOf(facts);
  const names = controllers.map(({ name }) => workloadName(facts, name, entry));
  const pairs = controllers.flatMap((controller, index) => {
    const workload = entry.workloads[names[index] ?? ""];
    return workload === undefined ? [] : [{ name: names[index] ?? "", workload, controller }];
  });
  return [
    ...difference("the version", [facts.rendered.version], [entry.version]),
    ...difference("the namespace", [facts.rendered.namespace], [entry.namespace]),
    ...valueProblems(entry, facts),
    ...(entry.install.kind === "chart"
      ? difference("the release", [facts.rendered.release ?? "no release"], [entry.id])
      : []),
    ...difference("the workloads", names, Object.keys(entry.workloads)),
    ...difference("the API groups", facts.customResources, entry.customResources ?? []),
    ...difference("the images", imagesOf(controllers), entry.images),
    ...pairs.flatMap(({ name, workload, controller }) =>
      [
        ...workloadProblems(workload, controller),
        ...labelProblems(workload, controller, controllers),
        ...tokenProblems(workload, controller, accountsWithRights(facts)),
        ...portProblems(workload.listens, controller.listens),
      ].map((problem) => `${name}: ${problem}`),
    ),
    ...levelProblems(entry, controllers),
    ...callProblems(entry),
    ...facts.calledByApiServer.flatMap(({ name, port }) =>
      port === undefined ? [`no pod answers the API server's call ${name}`] : [],
    ),
  ];
}

/** Other values render other manifests, so the facts must be read again. */
function valueProblems({ install }: SoftwareEntry, { rendered }: ManifestFacts): string[] {
  const values = "values" in install ? install.values : undefined;
  return isDeepStrictEqual(values, rendered.values)
    ? []
    : ["the manifests were rendered with other values: read the facts again"];
}

function difference(what: string, facts: readonly string[], entry: readonly string[]): string[] {
  const missing = facts.filter((fact) => !entry.includes(fact));
  const unknown = entry.filter((fact) => !facts.includes(fact));
  return [
    ...[...new Set(missing)].map((fact) => `${what}: the entry lacks ${fact}`),
    ...[...new Set(unknown)].map((fact) => `${what}: the manifests lack ${fact}`),
  ];
}

/** The repositories of all images, with Docker Hub's registry if an image has none. */
function imagesOf(controllers: readonly ControllerFacts[]): string[] {
  return controllers
    .flatMap(({ pod }) => [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])])
    .map(({ image = "" }) => {
      const repository = image
        .replace(/@.*$/, "")
        .replace(/:[^:/]*$/, "")
        .replace("eu-central-1", "{region}");
      const [first = "", ...path] = repository.split("/");
      if (path.length > 0 && /[.:]/.test(first)) {
        return repository;
      }
      return `docker.io/${path.length === 0 ? "library/" : ""}${repository}`;
    });
}

function workloadProblems(workload: SoftwareWorkload, { kind, pod }: ControllerFacts): string[] {
  const { serviceAccountName = "default", hostNetwork = false } = pod.spec ?? {};
  const level = podLevel(pod);
  return [
    ...difference("the kind", [kind], [workload.kind]),
    ...difference("the account", [serviceAccountName], [workload.serviceAccount]),
    ...difference("the host network", [`${hostNetwork}`], [`${workload.hostNetwork !== undefined}`]),
    ...difference("a reason for its level", [`${level !== "restricted"}`], [`${!!workload.privileged}`]),
  ];
}

function labelProblems(
  { labels }: SoftwareWorkload,
  controller: ControllerFacts,
  controllers: readonly ControllerFacts[],
): string[] {
  return controllers.flatMap(({ name, namespace, pod }) => {
    const isSelected = selects(labels, pod.metadata?.labels ?? {});
    const isOther = name !== controller.name;
    if (isOther && namespace !== controller.namespace) {
      return [];
    }
    return isSelected === isOther
      ? [isOther ? `its labels also select ${name}` : "its labels don't select its pods"]
      : [];
  });
}

/**
 * A pod without a token can't call the API. Admission refuses a pod that mounts a token without calling it. An account with
 * rights is there to call it.
 */
function tokenProblems(
  { kubernetesApi = false, serviceAccount }: SoftwareWorkload,
  { pod }: ControllerFacts,
  withRights: readonly string[],
): string[] {
  const isMounted = pod.spec?.automountServiceAccountToken !== false;
  const isProjected = pod.spec?.volumes?.some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken: token }) => token && token.audience === undefined),
  );
  if (kubernetesApi) {
    return isMounted || isProjected ? [] : ["it can't call the API: its pods have no token"];
  }
  return [
    ...(isMounted || isProjected ? ["its pods mount a token, so it calls the API"] : []),
    ...(withRights.includes(serviceAccount) ? ["its account has rights, so it calls the API"] : []),
  ];
}

/** Callers that the manifests show. A listener has such a caller if, and only if, they show it. */
const shown: Readonly<Record<string, SoftwareCaller>> = {
  "api-server": "api-server",
  probe: "kubelet",
  scrape: "scrapers",
};

function portProblems(listens: readonly SoftwareListener[], facts: readonly ListeningPort[]): string[] {
  const keyOf = ({ port, protocol = "TCP" }: { port: number; protocol?: string }) => `${port}/${protocol}`;
  const keys = listens.map(keyOf);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  return [
    ...difference("the ports", facts.map(keyOf), keys),
    ...twice.map((key) => `${key} is listed twice`),
    ...facts.flatMap((fact) => {
      const from = listens.find((listener) => keyOf(listener) === keyOf(fact))?.from;
      return from === undefined ? [] : callerProblems(from, fact).map((text) => `${keyOf(fact)}: ${text}`);
    }),
  ];
}

function callerProblems(from: SoftwareListener["from"], { evidence }: ListeningPort): string[] {
  const expected = evidence.flatMap(({ by }) => shown[by] ?? []);
  const declared = from.filter((caller) => Object.values(shown).includes(caller));
  return [
    ...difference("the callers", expected, declared),
    ...(from.includes("none") && from.length > 1 ? ["none is the only caller, or no caller"] : []),
  ];
}

function levelProblems({ podSecurity }: SoftwareEntry, controllers: readonly ControllerFacts[]): string[] {
  const level = laxest(controllers.map(({ pod }) => podLevel(pod)));
  return difference("the Pod Security level", [level], [podSecurity.level]);
}

/** A call inside the namespace has its listener, and a listener for peers has a caller. */
function callProblems({ workloads }: SoftwareEntry): string[] {
  const calls = Object.entries(workloads).flatMap(([from, { calls = [] }]) =>
    calls.flatMap((call) =>
      "workload" in call && !("namespace" in call)
        ? [{ from, to: call.workload ?? "", port: call.port }]
        : [],
    ),
  );
  const listeners = Object.entries(workloads).flatMap(([name, { listens }]) =>
    listens.map(({ port, from }) => ({ name, port, from })),
  );
  return [
    ...calls
      .filter(
        ({ to, port }) =>
          !listeners.some(
            (found) =>
              found.name === to &&
              found.port === port &&
              (found.from.includes("peers") || found.from.includes("scrapers")),
          ),
      )
      .map(({ from, to, port }) => `${from} calls ${to} on ${port}, which lets no peer or scraper in`),
    ...listeners
      .filter(
        ({ name, port, from }) =>
          from.includes("peers") && !calls.some((call) => call.to === name && call.port === port),
      )
      .map(({ name, port }) => `${name} lets peers call ${port}, but none does`),
  ];
}
