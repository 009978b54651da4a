import { secretText } from "../document.ts";
import { isObject, type Json, type JsonObject, listAt } from "../json.ts";
import { redact } from "./redact.ts";
import type { RegisterResourceRequest, Struct } from "./sdk.ts";

/** One complete registration, after all transforms. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's URN; empty for the stack itself. */
  readonly parent: string;
  readonly custom: boolean;
  /** Whether a provider creates the component's children, not the program. */
  readonly remote: boolean;
  /** In the engine's form: secrets and unknown values are marked, not redacted. */
  readonly inputs: JsonObject;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `URN::ID` of the provider; empty for the default one. */
  readonly provider: string;
  /** References to providers, by package. Children inherit them. */
  readonly providers: Readonly<Record<string, string>>;
  readonly protect: boolean;
  readonly deletedWith: string;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly aliases: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** A registration before or between transforms, with its properties in serialized form. */
export type Draft = Omit<Registration, "inputs"> & { readonly properties: Struct };

/** Reads all fields of a request. */
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

/** The type of a URN's resource, without the types of its parents. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

export const stackType = "pulumi:pulumi:Stack";

export function isStack(urn: string): boolean {
  return typeOf(urn) === stackType;
}

/** The URN that the engine gives. It contains the types of all parents except the stack. */
export function urnFor(
  { project, stack }: { readonly project: string; readonly stack: string },
  parent: string,
  type: string,
  name: string,
): string {
  const chain = parent === "" || isStack(parent) ? "" : `${parent.split("::")[2]}$`;
  return `urn:pulumi:${stack}::${project}::${chain}${type}::${name}`;
}

/** The inputs in the form that a plan shows. */
export function shownInputs({ type, inputs, additionalSecretOutputs }: Registration): JsonObject {
  const visible = withoutSecretData(type, redact(inputs) as JsonObject);
  const secrets = additionalSecretOutputs.filter(
    (key) => visible[key] !== undefined && visible[key] !== secretText,
  );
  return secrets.length === 0
    ? visible
    : { ...visible, ...Object.fromEntries(secrets.map((key): [string, Json] => [key, secretText])) };
}

/** The SDK marks the data of a `Secret`, but not of Secrets inside a list or a custom object. */
function withoutSecretData(type: string, inputs: JsonObject): JsonObject {
  const kind = inputs["kind"] ?? type.split(":").at(-1);
  if (kind === "Secret") {
    const secretFields = ["data", "stringData"].filter((key) => inputs[key] !== undefined);
    return { ...inputs, ...Object.fromEntries(secretFields.map((key): [string, Json] => [key, secretText])) };
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
