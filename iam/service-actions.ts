import { createRequire } from "node:module";

/**
 * AWS's access level of an action: what a permission for it lets a caller do
 * (Service Authorization Reference, "Actions table").
 */
export type AccessLevel = "list" | "read" | "write" | "tagging" | "permissions";

/** An action of AWS, for example `dynamodb:GetItem`. */
export interface AwsAction {
  /** The service's prefix, for example `dynamodb`. */
  readonly service: string;
  /** The action's name as AWS writes it, for example `GetItem`. */
  readonly name: string;
  readonly level: AccessLevel;
  /** The resource types that a policy can name for it. If empty, AWS allows only the resource `*`. */
  readonly resourceTypes: readonly string[];
  /** Whether each request has a resource that a policy can name. If not, a policy may need the resource `*`. */
  readonly hasResource: boolean;
}

/** A service of AWS, by its prefix in policies. */
export interface AwsService {
  readonly prefix: string;
  /** Its full name, for example `Amazon DynamoDB`. */
  readonly title: string;
  /** By the name in lower case, because IAM ignores case. */
  readonly actions: ReadonlyMap<string, AwsAction>;
  /** The form of the ARN of each resource type, for example `arn:${Partition}:dynamodb:…:table/${TableName}`. */
  readonly arns: ReadonlyMap<string, string>;
}

interface ActionsFile {
  readonly services: Readonly<Record<string, readonly string[]>>;
}

const levels: Readonly<Record<string, AccessLevel>> = {
  L: "list",
  R: "read",
  W: "write",
  T: "tagging",
  P: "permissions",
};

let file: ActionsFile | undefined;
const services = new Map<string, AwsService>();

/** Read only when a policy is judged: most programs have none, and the file has a megabyte. */
function readFile(): ActionsFile {
  file ??= createRequire(import.meta.url)("./actions.json") as ActionsFile;
  return file;
}

/** The prefixes of all services. */
export function servicePrefixes(): string[] {
  return Object.keys(readFile().services);
}

/** The service with a prefix in any case, or `undefined` if AWS has none. */
export function serviceOf(prefix: string): AwsService | undefined {
  const key = prefix.toLowerCase();
  const known = services.get(key);
  if (known !== undefined) {
    return known;
  }
  const all = readFile().services;
  const lines = Object.hasOwn(all, key) ? all[key] : undefined;
  if (lines === undefined) {
    return undefined;
  }
  const service = parseService(key, lines);
  services.set(key, service);
  return service;
}

/** The format of `actions.json` is in `generate.ts`. */
function parseService(prefix: string, [title = "", ...lines]: readonly string[]): AwsService {
  const arns = new Map<string, string>();
  const actions = new Map<string, AwsAction>();
  for (const line of lines) {
    if (line.startsWith("=")) {
      const [type = "", arn = ""] = line.slice(1).split(" ");
      arns.set(type, arn);
      continue;
    }
    const [head = "", names = ""] = line.split(": ");
    const [letter = "", ...types] = head.split(" ");
    const facts = {
      service: prefix,
      level: levels[letter] ?? "write",
      resourceTypes: types.map((type) => type.replace("?", "")),
      hasResource: types.some((type) => !type.endsWith("?")),
    };
    for (const name of names.split(" ")) {
      actions.set(name.toLowerCase(), { ...facts, name });
    }
  }
  return { prefix, title, actions, arns };
}

/** `dynamodb:GetItem`. */
export function fullName({ service, name }: AwsAction): string {
  return `${service}:${name}`;
}
