import { secretText } from "../document.ts";
import { isObject, type Json, type JsonObject, listAt } from "../json.ts";
import { redact } from "./redact.ts";
import type { RegisterResourceRequest, Struct } from "./sdk.ts";

/** One registration, whole, after all transforms. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's URN; empty for the stack itself. */
  readonly parent: string;
  readonly custom: boolean;
  /** The component's children are made by a provider, not by the program. */
  readonly remote: boolean;
  /** As the engine gets them: secrets and unknown values are marked, not redacted. */
  readonly inputs: JsonObject;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `URN::ID` of the provider; empty for the default one. */
  readonly provider: string;
  /** References to providers by package, that children inherit. */
  readonly providers: Readonly<Record<string, string>>;
  readonly protect: boolean;
  readonly deletedWith: string;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly aliases: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** A registration on its way through the transforms, with its properties as they travel. */
export type Draft = Omit<Registration, "inputs"> & { readonly properties: Struct };

/** Reads all of a request. */
export function readRequest(request: RegisterResourceRequest, urn: string, properties: Struct): Draft {
  const propertyDependencies: Record<string, readonly string[]> = {};
  for (const [key, value] of request.getPropertydependenciesMap().entries()) {
    propertyDependencies[key] = value.getUrnsList();
  }
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    properties,
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    provider: request.getProvider(),
    providers: Object.fromEntries(request.getProvidersMap().entries()),
    protect: request.getProtect() ?? false,
    deletedWith: request.getDeletedwith(),
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    aliases: request.getAliasesList().map((alias) => alias.getUrn()),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
}

/** The type of what a URN names, without the types of its parents. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

export const stackType = "pulumi:pulumi:Stack";

export function isStack(urn: string): boolean {
  return typeOf(urn) === stackType;
}

/** The URN that the engine gives: with the types of all parents, the stack's left out. */
export function urnFor(
  { project, stack }: { readonly project: string; readonly stack: string },
  parent: string,
  type: string,
  name: string,
): string {
  const chain = parent === "" || isStack(parent) ? "" : `${parent.split("::")[2]}$`;
  return `urn:pulumi:${stack}::${project}::${chain}${type}::${name}`;
}

/** The inputs as a plan may show them. */
export function shownInputs({ type, inputs, additionalSecretOutputs }: Registration): JsonObject {
  const shown = withoutSecretData(type, redact(inputs) as JsonObject);
  const secrets = additionalSecretOutputs.filter(
    (key) => shown[key] !== undefined && shown[key] !== secretText,
  );
  return secrets.length === 0
    ? shown
    : { ...shown, ...Object.fromEntries(secrets.map((key): [string, Json] => [key, secretText])) };
}

/** The SDK marks the data of a `Secret`, but not where one comes as a list or as an object of any kind. */
function withoutSecretData(type: string, inputs: JsonObject): JsonObject {
  const kind = inputs["kind"] ?? type.split(":").at(-1);
  if (kind === "Secret") {
    const held = ["data", "stringData"].filter((key) => inputs[key] !== undefined);
    return { ...inputs, ...Object.fromEntries(held.map((key): [string, Json] => [key, secretText])) };
  }
  return kind === "SecretList" || kind === "List"
    ? {
        ...inputs,
        items: listAt(inputs["items"]).map((item) =>
          isObject(item) ? withoutSecretData(kind === "List" ? "" : "Secret", item) : item,
        ),
      }
    : inputs;
}
