import type { Diagnostic, Verdict } from "../../protocol/diagnostic.ts";
import { judgedBy } from "../../protocol/judged-types.ts";
import type { PolicyInfo } from "../../protocol/policy-info.ts";
import { flattenReferences } from "../engine/redact.ts";
import type { Registration } from "../engine/registration.ts";
import type { AnalyzeResponse, AnalyzerClient, Sdk } from "../engine/sdk.ts";
import { PackError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { Limiter } from "./limiter.ts";
import type { PackProcess } from "./pack-process.ts";
import { readDiagnostic } from "./read-diagnostic.ts";
import { encodeField, encodeHeader, encodeStruct } from "./wire.ts";

/** How many requests can wait for an answer. Further registrations wait, so that memory doesn't hold all of them. */
const maxInFlight = 256;

/**
 * Asks a policy pack over the analyzer protocol, like the engine: about each resource when it registers, and
 * about the whole stack at the end. This process loads no code of the pack.
 */
export class PackClient {
  readonly #sdk: Sdk;
  readonly #process: PackProcess;
  readonly #client: Promise<AnalyzerClient>;
  readonly #policies: Promise<readonly PolicyInfo[]>;
  readonly #isJudged: Promise<(type: string) => boolean>;
  readonly #providers = new Map<string, Uint8Array>();
  readonly #resources: Uint8Array[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #requests = new Set<Promise<void>>();
  readonly #limiter = new Limiter(maxInFlight);
  /** Keeps this process alive while an answer is due. The pack's process and pipes don't. */
  readonly #keepAlive = setInterval(() => {}, 1000).unref();
  #failure: unknown;

  constructor(sdk: Sdk, pack: PackProcess) {
    this.#sdk = sdk;
    this.#process = pack;
    this.#client = pack.port.then((port) => sdk.connectAnalyzer(port));
    this.#policies = this.#client.then((client) => this.#info(client));
    this.#isJudged = this.#policies.then(judgedBy);
    this.#isJudged.catch(() => {});
  }

  /** Asks about one resource. Resolves when the number of open requests is below the limit. */
  async analyze(resource: Registration): Promise<void> {
    await this.#limiter.enter();
    if (isProvider(resource.type)) {
      this.#providers.set(resource.urn, this.#providerField(resource, propertiesOf(resource)));
    }
    const request = this.#isJudged
      .then((isJudged) => (isJudged(resource.type) ? this.#send(resource) : undefined))
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#requests.delete(request);
        this.#limiter.leave();
        if (this.#requests.size === 0) {
          this.#keepAlive.unref();
        }
      });
    this.#requests.add(request);
    this.#keepAlive.ref();
  }

  /**
   * One serialization serves both calls. The fields of an AnalyzeRequest are the first of an AnalyzerResource,
   * under the same numbers, and a reader skips fields that it doesn't know.
   */
  #send(resource: Registration): Promise<void> {
    const message = this.#message(resource, propertiesOf(resource));
    this.#resources.push(message);
    return this.#ask("Analyze", message, resource.urn);
  }

  /** Waits for all answers, asks about the whole stack, and ends the pack. */
  async finish(): Promise<Verdict> {
    this.#keepAlive.ref();
    try {
      await Promise.all(this.#requests);
      if (this.#failure !== undefined) {
        throw this.#failure;
      }
      const policies = await this.#policies;
      const stack = Buffer.concat(
        this.#resources
          .splice(0)
          .flatMap((resource) => [encodeHeader(fields.resources, resource.length), resource]),
      );
      await this.#ask("AnalyzeStack", stack, "");
      return { policies, diagnostics: this.#diagnostics };
    } finally {
      await this.stop();
    }
  }

  /** Ends the pack, and resolves when its process is gone. */
  async stop(): Promise<void> {
    clearInterval(this.#keepAlive);
    this.#client.then((client) => client.close()).catch(() => {});
    await this.#process.stop();
  }

  #info(client: AnalyzerClient): Promise<PolicyInfo[]> {
    return new Promise((resolve, reject) => {
      client.getAnalyzerInfo(this.#sdk.empty(), (error, info) => {
        if (error) {
          reject(error);
          return;
        }
        resolve(
          info.getPoliciesList().map((policy) => ({
            name: policy.getName(),
            description: policy.getDescription(),
            tags: policy.getTagsList(),
          })),
        );
      });
    });
  }

  async #ask(method: "Analyze" | "AnalyzeStack", message: Uint8Array, urn: string): Promise<void> {
    const client = await this.#client;
    const response = await new Promise<AnalyzeResponse | undefined>((resolve, reject) => {
      client.makeUnaryRequest(
        `/pulumirpc.Analyzer/${method}`,
        (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        (bytes) => this.#sdk.analyzer.AnalyzeResponse.deserializeBinary(bytes),
        message,
        (error, answer) =>
          error
            ? reject(new PackError(`the policy pack in ${this.#process.directory} failed: ${error.details}`))
            : resolve(answer),
      );
    });
    for (const diagnostic of response?.getDiagnosticsList() ?? []) {
      this.#diagnostics.push(readDiagnostic(diagnostic, urn));
    }
  }

  /** An AnalyzerResource. The SDK's class writes the short fields; properties and provider are already encoded. */
  #message(resource: Registration, properties: Uint8Array): Uint8Array {
    const { AnalyzerResource, AnalyzerResourceOptions, AnalyzerPropertyDependencies } = this.#sdk.analyzer;
    const options = new AnalyzerResourceOptions();
    options.setProtect(resource.protect);
    options.setIgnorechangesList([...resource.ignoreChanges]);
    options.setAliasesList([...resource.aliases]);
    options.setParent(resource.parent);
    options.setAdditionalsecretoutputsList([...resource.additionalSecretOutputs]);
    const message = new AnalyzerResource();
    message.setType(resource.type);
    message.setUrn(resource.urn);
    message.setName(resource.name);
    message.setOptions(options);
    message.setParent(resource.parent);
    message.setDependenciesList([...resource.dependencies]);
    for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
      const entry = new AnalyzerPropertyDependencies();
      entry.setUrnsList([...urns]);
      message.getPropertydependenciesMap().set(property, entry);
    }
    const provider = this.#providers.get(resource.provider.slice(0, resource.provider.lastIndexOf("::")));
    return Buffer.concat([
      message.serializeBinary(),
      encodeField(fields.properties, properties),
      provider ?? noBytes,
    ]);
  }

  #providerField({ type, urn, name }: Registration, properties: Uint8Array): Uint8Array {
    const provider = new this.#sdk.analyzer.AnalyzerProviderResource();
    provider.setType(type);
    provider.setUrn(urn);
    provider.setName(name);
    return encodeField(
      fields.provider,
      Buffer.concat([provider.serializeBinary(), encodeField(fields.providerProperties, properties)]),
    );
  }
}

/** Field numbers of analyzer.proto. */
const fields = { resources: 1, properties: 2, provider: 6, providerProperties: 2 } as const;
const noBytes = new Uint8Array();

function propertiesOf({ inputs }: Registration): Uint8Array {
  return encodeStruct(flattenReferences(inputs) as JsonObject);
}

function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}
