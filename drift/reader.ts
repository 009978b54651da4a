import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig } from "@kubernetes/client-node";
import { type JsonObject, listAt, objectAt, stringAt } from "../plan/json.ts";
import { DriftFailure } from "./drift-failure.ts";
import type { Cluster, ObjectKind } from "./find-drift.ts";

/** Where the cluster is, and who reads it. */
export interface ClusterAccess {
  /** @default - the files in `KUBECONFIG`, otherwise `~/.kube/config` */
  readonly kubeconfig?: string;
  /** @default - the kubeconfig's current context */
  readonly context?: string;
}

/** Opens a cluster for reading. It can send nothing but GET. */
export function openCluster(access: ClusterAccess): Cluster {
  const config = readKubeconfig(access);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) {
    throw new DriftFailure("the kubeconfig names no cluster. Name one with --kubeconfig and --context.");
  }
  const resources = new Map<string, Promise<readonly JsonObject[]>>();
  return {
    server,
    list: async (kind) => {
      const resource = await resourceOf(config, resources, kind);
      return resource === undefined ? undefined : listAll(config, kind, resource);
    },
  };
}

function readKubeconfig({ kubeconfig, context }: ClusterAccess): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) {
      config.loadFromDefault();
    } else {
      config.loadFromFile(kubeconfig);
    }
  } catch (error) {
    throw new DriftFailure(`the kubeconfig can't be read: ${(error as Error).message}`);
  }
  if (context !== undefined) {
    const names = config.getContexts().map(({ name }) => name);
    if (!names.includes(context)) {
      throw new DriftFailure(`--context: received ${context}; allowed: ${names.join(", ") || "none"}.`);
    }
    config.setCurrentContext(context);
  }
  return config;
}

/** The plural name of a kind. `undefined` if the server doesn't have the kind. */
async function resourceOf(
  config: KubeConfig,
  known: Map<string, Promise<readonly JsonObject[]>>,
  { apiVersion, kind }: ObjectKind,
): Promise<string | undefined> {
  const list =
    known.get(apiVersion) ??
    get(config, pathOf(apiVersion), `find the kinds of ${apiVersion}`).then((answer) =>
      listAt(answer?.["resources"]).map(objectAt),
    );
  known.set(apiVersion, list);
  // Subresources have the same kind, for example deployments/status.
  const found = (await list).find(
    (resource) => resource["kind"] === kind && !String(resource["name"]).includes("/"),
  );
  return stringAt(found?.["name"]);
}

/** The most objects in one answer. */
const pageSize = 500;

/** All objects of a kind, in all namespaces. */
async function listAll(
  config: KubeConfig,
  { apiVersion, kind, metadataOnly = false }: ObjectKind,
  resource: string,
): Promise<JsonObject[]> {
  const items: JsonObject[] = [];
  let next = "";
  do {
    const query = new URLSearchParams({ limit: String(pageSize), ...(next !== "" && { continue: next }) });
    const page = await get(
      config,
      `${pathOf(apiVersion)}/${resource}?${query}`,
      `list ${resource}`,
      metadataOnly,
    );
    // The items of a list have no kind.
    items.push(...listAt(page?.["items"]).map((item) => ({ ...objectAt(item), apiVersion, kind })));
    next = stringAt(objectAt(page?.["metadata"])["continue"]) ?? "";
  } while (next !== "");
  return items;
}

function pathOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

const patience = 60_000;
const mostAttempts = 60;

/** The JSON that the server answers, unchanged. `undefined` if it has nothing at this path. */
async function get(
  config: KubeConfig,
  path: string,
  what: string,
  metadataOnly = false,
): Promise<JsonObject | undefined> {
  for (let attempt = 1; ; attempt++) {
    const { status, text } = await exchange(config, path, metadataOnly);
    // The server asks clients to come again later, if it has too much load.
    if (status === 429 && attempt < mostAttempts) {
      await sleep(500);
      continue;
    }
    if (status === 404) {
      return undefined;
    }
    if (status === 200) {
      return objectAt(JSON.parse(text));
    }
    const hint =
      status === 401 || status === 403
        ? " The identity needs the verbs get and list for it, for example by EKS's policy AmazonEKSAdminViewPolicy."
        : "";
    throw new DriftFailure(`the cluster refused to ${what} with status ${status}.${hint}`);
  }
}

async function exchange(
  config: KubeConfig,
  path: string,
  metadataOnly: boolean,
): Promise<{ status: number; text: string }> {
  const url = new URL(path, config.getCurrentCluster()?.server);
  const options = {
    method: "GET",
    headers: {
      accept: metadataOnly
        ? "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
        : "application/json",
    },
    timeout: patience,
  };
  try {
    // Sets certificates, and a token. For EKS it runs the AWS CLI.
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new DriftFailure(`the kubeconfig's credentials don't work: ${(error as Error).message}`);
  }
  return await new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("error", reject);
      incoming.once("end", () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    outgoing.once("timeout", () => outgoing.destroy(new Error(`no answer within ${patience / 1000} s`)));
    outgoing.once("error", (error) => {
      reject(
        new DriftFailure(`${url.origin} doesn't answer: ${error.message}. See unreachable-endpoint.md.`),
      );
    });
    outgoing.end();
  });
}
