import type { Draft } from "./registration.ts";
import type { Sdk } from "./sdk.ts";

/** Keeps the transforms of a program and runs them in the engine's order. */
export class Transforms {
  readonly #sdk: Sdk;
  readonly #parents = new Map<string, string>();
  readonly #tokens = new Map<string, readonly string[]>();
  readonly #stack: string[] = [];

  constructor(sdk: Sdk) {
    this.#sdk = sdk;
  }

  /** Adds a transform for every resource of the stack. */
  addToStack(token: string): void {
    this.#stack.push(token);
  }

  /**
   * Runs the resource's own transforms, then those of each parent from the nearest, then the stack's
   * (pulumi/pulumi `pkg/resource/deploy/source_eval.go`). Each transform gets the result of the previous one.
   */
  async run(draft: Draft, ownTokens: readonly string[]): Promise<Draft> {
    this.#parents.set(draft.urn, draft.parent);
    if (ownTokens.length > 0) {
      this.#tokens.set(draft.urn, ownTokens);
    }
    if (this.#tokens.size === 0 && this.#stack.length === 0) {
      return draft;
    }
    const parentTokens = this.#ancestors(draft).flatMap((urn) => this.#tokens.get(urn) ?? []);
    let result = draft;
    for (const token of [...ownTokens, ...parentTokens, ...this.#stack]) {
      result = await this.#apply(result, token);
    }
    return result;
  }

  #ancestors({ parent }: Draft): string[] {
    const ancestors: string[] = [];
    for (let urn = parent; urn !== ""; urn = this.#parents.get(urn) ?? "") {
      ancestors.push(urn);
    }
    return ancestors;
  }

  async #apply(draft: Draft, token: string): Promise<Draft> {
    const response = await this.#sdk.transform(token)(this.#request(draft).serializeBinary());
    const options = response.getOptions();
    return {
      ...draft,
      properties: response.getProperties() ?? draft.properties,
      // A transform that returns only properties doesn't change the options.
      ...(options !== undefined && {
        protect: options.getProtect() ?? false,
        provider: options.getProvider(),
        dependencies: options.getDependsOnList(),
        ignoreChanges: options.getIgnoreChangesList(),
        deletedWith: options.getDeletedWith(),
        retainOnDelete: options.getRetainOnDelete() ?? false,
        additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
      }),
    };
  }

  #request(draft: Draft) {
    const { TransformRequest, TransformResourceOptions } = this.#sdk.resource;
    const options = new TransformResourceOptions();
    options.setProtect(draft.protect);
    options.setProvider(draft.provider);
    options.setDependsOnList([...draft.dependencies]);
    options.setIgnoreChangesList([...draft.ignoreChanges]);
    options.setDeletedWith(draft.deletedWith);
    options.setRetainOnDelete(draft.retainOnDelete);
    options.setAdditionalSecretOutputsList([...draft.additionalSecretOutputs]);
    for (const [name, provider] of Object.entries(draft.providers)) {
      options.getProvidersMap().set(name, provider);
    }
    const request = new TransformRequest();
    request.setType(draft.type);
    request.setName(draft.name);
    request.setCustom(draft.custom);
    request.setParent(draft.parent);
    request.setProperties(draft.properties);
    request.setOptions(options);
    return request;
  }
}
