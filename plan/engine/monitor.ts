import { defined, type Json, type JsonObject } from "../json.ts";
import type { Child } from "./expansions.ts";
import type { Computed, Handlers } from "./handlers.ts";
import { type Draft, isStack, type Registration, readRequest, urnFor } from "./registration.ts";
import {
  markers,
  type ReadResourceRequest,
  type ReadResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type RegisterResourceResponse,
  type Reply,
  type ResourceInvokeRequest,
  type ResourceInvokeResponse,
  type RunOptions,
  type Sdk,
  type Struct,
} from "./sdk.ts";
import { Transforms } from "./transforms.ts";

/**
 * Defines the monitor as a subclass of the SDK's mock monitor, which declares the engine's supported features. The
 * class is inside a function because the program's SDK is known only at run time.
 */
export function createMonitor(sdk: Sdk, options: RunOptions, handlers: Handlers) {
  class PlanMonitor extends sdk.MockMonitor {
    readonly registrations = new Map<string, Registration>();
    /** Errors of refused requests. After one, the engine fails even if the program handles the error. */
    readonly refusals: unknown[] = [];
    /** The stack's outputs in the engine's form: secrets and unknown values are marked, not redacted. */
    outputs: JsonObject = {};
    readonly #urns = new Set<string>();
    readonly #transforms = new Transforms(sdk);

    constructor() {
      const refuse = () => {
        throw new Error("the plan's monitor doesn't use the mock's functions");
      };
      super({ newResource: refuse, call: refuse });
    }

    override async registerResource(
      request: RegisterResourceRequest,
      reply: Reply<RegisterResourceResponse>,
    ): Promise<void> {
      await this.#answer(reply, async () => {
        const urn = urnFor(options, request.getParent(), request.getType(), request.getName());
        const draft = readRequest(request, urn, request.getObject() ?? sdk.toStruct({}));
        const tokens = request.getTransformsList().map((transform) => transform.getToken());
        const { resource, properties, computed } = await this.#register(draft, tokens);
        const outputs = resource.remote
          ? sdk.toStruct(await this.#expand(resource))
          : complete(properties, computed);
        const response = new sdk.resource.RegisterResourceResponse();
        response.setUrn(urn);
        response.setId(computed.id ?? "");
        response.setObject(outputs);
        return response;
      });
    }

    async #register(draft: Draft, tokens: readonly string[]) {
      if (this.#urns.has(draft.urn)) {
        throw new Error(`duplicate resource URN ${draft.urn}; give one of the two another name`);
      }
      this.#urns.add(draft.urn);
      const { properties, ...rest } = await this.#transforms.run(draft, tokens);
      const resource: Registration = { ...rest, inputs: properties.toJavaScript() as JsonObject };
      this.registrations.set(resource.urn, resource);
      await handlers.onResource?.(resource);
      return { resource, properties, computed: resource.custom ? handlers.compute(resource) : {} };
    }

    async #expand(component: Registration): Promise<JsonObject> {
      const stateOf = (urn: string) => this.#stateOf(urn);
      const { children, outputs } = handlers.expand(component, stateOf);
      const urnOf = (name: string) => {
        const type = children.find((child) => child.name === name)?.type ?? "";
        return urnFor(options, component.urn, type, name);
      };
      const references = new Map<string, JsonObject>();
      for (const child of children) {
        const urn = urnOf(child.name);
        const draft = childOf(component, child, urn, sdk.toStruct(child.inputs), child.dependsOn?.map(urnOf));
        const { computed } = await this.#register(draft, []);
        const id = computed.id ?? markers.unknown;
        references.set(child.name, { [markers.kind]: markers.resource, urn, id });
      }
      const state = outputs((name) => references.get(name) ?? {}, stateOf);
      this.resources.set(component.urn, { urn: component.urn, id: null, state });
      return state;
    }

    #stateOf(urn: string): JsonObject | undefined {
      const resource = this.registrations.get(urn);
      return resource && { ...resource.inputs, ...handlers.compute(resource).outputs };
    }

    override async invoke(
      request: ResourceInvokeRequest,
      reply: Reply<ResourceInvokeResponse>,
    ): Promise<void> {
      await answer(reply, () => {
        const args = (request.getArgs()?.toJavaScript() ?? {}) as JsonObject;
        const isLookup = request.getTok() === "pulumi:pulumi:getResource";
        const response = new sdk.resource.ResourceInvokeResponse();
        response.setReturn(
          sdk.toStruct(
            isLookup ? this.#lookUp(String(args["urn"])) : handlers.invoke(request.getTok(), args),
          ),
        );
        return response;
      });
    }

    /** The SDK calls `getResource` to turn a reference to a resource back into the resource. */
    #lookUp(urn: string): JsonObject {
      const record = this.resources.get(urn);
      if (record !== undefined) {
        return { ...record, state: record.state as Json };
      }
      const resource = this.registrations.get(urn);
      const state = this.#stateOf(urn);
      if (resource === undefined || state === undefined) {
        throw new Error(`unknown resource ${urn}`);
      }
      return { urn, id: handlers.compute(resource).id ?? markers.unknown, state };
    }

    override async readResource(
      request: ReadResourceRequest,
      reply: Reply<ReadResourceResponse>,
    ): Promise<void> {
      await this.#answer(reply, async () => {
        const urn = urnFor(options, request.getParent(), request.getType(), request.getName());
        const [type, name] = [request.getType(), request.getName()];
        const properties = (request.getProperties()?.toJavaScript() ?? {}) as JsonObject;
        const state =
          type === "pulumi:pulumi:StackReference"
            ? { ...properties, ...(await handlers.readStack(String(properties["name"] ?? request.getId()))) }
            : { ...handlers.compute({ urn, type, name, inputs: properties }).outputs, ...properties };
        this.resources.set(urn, { urn, id: request.getId(), state });
        const response = new sdk.resource.ReadResourceResponse();
        response.setUrn(urn);
        response.setProperties(sdk.toStruct(state));
        return response;
      });
    }

    override registerResourceOutputs(request: RegisterResourceOutputsRequest, reply: Reply<object>): void {
      if (isStack(request.getUrn())) {
        this.outputs = (request.getOutputs()?.toJavaScript() ?? {}) as JsonObject;
      }
      reply(null, {});
    }

    override registerStackTransform(request: { getToken(): string }, reply: Reply<object>): void {
      this.#transforms.addToStack(request.getToken());
      reply(null, {});
    }

    /** A method of a remote component. Only its provider could answer. */
    call(request: { getTok(): string }, reply: Reply<never>): void {
      reply(new Error(`the plan can't call ${request.getTok()}: it runs no provider`));
    }

    signalAndWaitForShutdown(_request: unknown, reply: Reply<object>): void {
      reply(null, {});
    }

    registerResourceHook(_request: unknown, reply: Reply<object>): void {
      reply(null, {});
    }

    registerErrorHook(_request: unknown, reply: Reply<object>): void {
      reply(null, {});
    }

    close(): void {}

    async #answer<Response>(reply: Reply<Response>, work: () => Promise<Response>): Promise<void> {
      await answer(reply, async () => {
        try {
          return await work();
        } catch (error) {
          this.refusals.push(error);
          throw error;
        }
      });
    }
  }
  return new PlanMonitor();

  function complete(properties: Struct, { outputs }: Computed): Struct {
    return outputs === undefined
      ? properties
      : sdk.toStruct({ ...(properties.toJavaScript() as JsonObject), ...(defined(outputs) as JsonObject) });
  }
}

export type PlanMonitor = ReturnType<typeof createMonitor>;

/** A child's registration. It inherits `protect`, `deletedWith` and `retainOnDelete` from its parent. */
function childOf(
  parent: Registration,
  { type, name, provider = "", ignoreChanges = [] }: Child,
  urn: string,
  properties: Struct,
  dependencies: readonly string[] = [],
): Draft {
  return {
    urn,
    type,
    name,
    parent: parent.urn,
    custom: true,
    remote: false,
    properties,
    dependencies,
    propertyDependencies: {},
    provider,
    providers: {},
    protect: parent.protect,
    deletedWith: parent.deletedWith,
    retainOnDelete: parent.retainOnDelete,
    ignoreChanges,
    aliases: [],
    additionalSecretOutputs: [],
  };
}

async function answer<Response>(
  reply: Reply<Response>,
  work: () => Response | Promise<Response>,
): Promise<void> {
  try {
    reply(null, await work());
  } catch (error) {
    reply(error);
  }
}
