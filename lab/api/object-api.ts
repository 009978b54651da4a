import { setTimeout as sleep } from "node:timers/promises";
import {
  ApiException,
  HttpMethod,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";
import { type Json, listAt, objectAt, stringAt } from "../../plan/json.ts";
import { LabFailure, ObjectError } from "../lab-errors.ts";
import { causeOf, fail, isMissing, refuse } from "./api-failures.ts";
import { eachOf } from "./each-of.ts";
import { type ObjectAddress, titleOf } from "./object-address.ts";

export interface ApplyParameters {
  readonly fieldManager: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** The official client, for objects of any kind. */
export class ObjectApi extends KubernetesObjectApi {
  static fromKubeconfig(kubeconfig: string): ObjectApi {
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    return config.makeApiClient(ObjectApi);
  }

  /**
   * Server-side apply with strict field validation.
   *
   * The client's own `patch` can't request the validation. It also drops fields that its types don't know, so the
   * server couldn't refuse them. So this method sends the request itself, with the unchanged object.
   */
  async apply(
    object: ObjectAddress,
    { fieldManager, force, dryRun }: ApplyParameters,
  ): Promise<KubernetesObject> {
    const path = await this.#path(object);
    const request = this.configuration.baseServer.makeRequestContext(path, HttpMethod.PATCH);
    request.setHeaderParam("Accept", "application/json");
    request.setHeaderParam("Content-Type", PatchStrategy.ServerSideApply);
    request.setQueryParam("fieldManager", fieldManager);
    request.setQueryParam("force", String(force));
    request.setQueryParam("fieldValidation", "Strict");
    if (dryRun) {
      request.setQueryParam("dryRun", "All");
    }
    request.setBody(JSON.stringify(object));
    return await this.requestPromise(request).catch((error) => refuse(object, error));
  }

  /** The object in the cluster. */
  async find(object: ObjectAddress): Promise<ObjectAddress | undefined> {
    try {
      const path = await this.#path(object);
      const request = this.configuration.baseServer.makeRequestContext(path, HttpMethod.GET);
      request.setHeaderParam("Accept", "application/json");
      return (await this.requestPromise(request)) as ObjectAddress;
    } catch (error) {
      return isMissing(error) ? undefined : refuse(object, error);
    }
  }

  /** Deletes the object after its dependents. */
  async remove(object: ObjectAddress): Promise<void> {
    try {
      await this.delete(copy(object), undefined, undefined, undefined, undefined, "Foreground");
    } catch (error) {
      if (!isMissing(error)) {
        refuse(object, error);
      }
    }
  }

  /** All objects with a label, of every kind that supports list and delete. */
  async findMarked(labelSelector: string): Promise<ObjectAddress[]> {
    const kinds = await this.#kinds();
    const lists = await eachOf(kinds, async ({ apiVersion, kind }) => {
      const list = await this.list(apiVersion, kind, ...Array(5).fill(undefined), labelSelector).catch(
        (error) => fail(`objects of kind ${kind} can't be listed`, error),
      );
      return list.items.map(({ metadata }) => ({ apiVersion, kind, metadata }) as ObjectAddress);
    });
    return lists.flat();
  }

  /** Each kind in one version, the server's preferred one. */
  async #kinds(): Promise<{ apiVersion: string; kind: string }[]> {
    const groups = ["/api", "/apis"].map(async (path) => {
      const request = this.configuration.baseServer.makeRequestContext(path, HttpMethod.GET);
      request.setHeaderParam(
        "Accept",
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
      );
      return objectAt(
        await this.requestPromise(request).catch((error) => fail("the kinds can't be listed", error)),
      );
    });
    return (await Promise.all(groups)).flatMap((discovery) => listAt(discovery["items"]).flatMap(kindsOf));
  }

  /** Waits until the API serves the kind of a CustomResourceDefinition. */
  async untilServed(definition: ObjectAddress & { readonly spec?: unknown }): Promise<void> {
    const spec = objectAt(definition.spec);
    const kind = stringAt(objectAt(spec["names"])["kind"]) ?? "";
    const versions = Array.isArray(spec["versions"]) ? spec["versions"].map(objectAt) : [];
    for (const version of versions.filter(({ served }) => served === true)) {
      const deadline = Date.now() + 30_000;
      while (!(await this.#serves(`${spec["group"]}/${version["name"]}`, kind))) {
        if (Date.now() > deadline) {
          throw new LabFailure(`${titleOf(definition)} isn't served after 30 s`);
        }
        await sleep(50);
      }
      // The first request starts the kind's storage. Until the storage runs, the server asks clients to retry.
      await this.list(`${spec["group"]}/${version["name"]}`, kind).catch((error) =>
        refuse(definition, error),
      );
    }
  }

  async #serves(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.resource(apiVersion, kind).catch(() => undefined)) !== undefined;
  }

  /** The server asks clients to retry while the storage of a new kind starts, and under too much load. */
  protected override async requestPromise<T extends KubernetesObject>(
    ...[request, ...rest]: Parameters<KubernetesObjectApi["requestPromise"]>
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await super.requestPromise<T>(request, ...rest);
      } catch (error) {
        if (!(error instanceof ApiException)) {
          throw new LabFailure(`the API server doesn't answer: ${causeOf(error)}`, { cause: error });
        }
        if (error.code !== 429 || attempt === 120) {
          throw error;
        }
        await sleep(250);
      }
    }
  }

  /** The client's own paths, but with unchanged names. The client itself writes them in lower case. */
  async #path(object: ObjectAddress): Promise<string> {
    const { apiVersion, kind } = object;
    const known = await this.resource(apiVersion, kind).catch((error) =>
      isMissing(error) ? undefined : refuse(object, error),
    );
    if (known === undefined) {
      throw new ObjectError(object, 404, `the API server has no kind ${kind} in ${apiVersion}`);
    }
    const lower = await this.specUriPath(copy(object), "patch");
    return `${lower.slice(0, lower.lastIndexOf("/"))}/${encodeURIComponent(object.metadata.name)}`;
  }
}

function kindsOf(group: Json): { apiVersion: string; kind: string }[] {
  const name = stringAt(objectAt(objectAt(group)["metadata"])["name"]);
  const version = objectAt(listAt(objectAt(group)["versions"])[0]);
  const apiVersion = [...(name ? [name] : []), version["version"]].join("/");
  return listAt(version["resources"])
    .map(objectAt)
    .filter(({ verbs }) => ["list", "delete"].every((verb) => listAt(verbs).includes(verb)))
    .map(({ responseKind }) => ({ apiVersion, kind: stringAt(objectAt(responseKind)["kind"]) ?? "" }));
}

/** A copy, because the client changes its arguments. */
function copy(object: ObjectAddress): KubernetesObject {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, metadata: { ...metadata } };
}
