import type { PlannedResource } from "../document.ts";
import { type JsonObject, listAt, objectAt, stringAt } from "../json.ts";

/** An identity of IAM in a plan, with the policies that it has. */
export interface AwsIdentity {
  readonly kind: "Role" | "User" | "Group";
  readonly name: string;
  readonly urn: string;
  /** The JSON of the policy that says who may assume it. Only roles have one. */
  readonly trust: string | undefined;
  /** The ARN of its permissions boundary. */
  readonly boundary: string | undefined;
  readonly policies: readonly AttachedPolicy[];
}

/** A policy of an identity: its document, or only its name if another stack or AWS owns it. */
export interface AttachedPolicy {
  readonly document?: string;
  /** The name of a managed policy, for example `AmazonEKSClusterPolicy`. */
  readonly name?: string;
}

const kinds = { role: "Role", user: "User", group: "Group" } as const;
type Kind = keyof typeof kinds;

/**
 * The identities of IAM that a plan creates, and those that it only attaches policies to. Any program's, also in
 * classic form: inline policies, managed policies and attachments of all kinds.
 */
export function awsIdentities(resources: readonly PlannedResource[]): AwsIdentity[] {
  const documents = new Map(
    resources
      .filter(({ type }) => type === "aws:iam/policy:Policy")
      .map((resource) => [ownName(resource), stringAt(resource.inputs["policy"]) ?? "[unknown]"]),
  );
  const managed = (arn: unknown): AttachedPolicy => {
    const name = lastPart(arn);
    const document = documents.get(name);
    return document === undefined ? { name } : { name, document };
  };
  const attached = Map.groupBy(
    resources.flatMap((resource) => attachments(resource, managed)),
    ({ kind, name }) => key(kind, name),
  );
  const created = resources.flatMap((resource): AwsIdentity[] => {
    const kind = kindOf(resource.type, (word) => `aws:iam/${word}:${kinds[word]}`);
    if (kind === undefined) {
      return [];
    }
    const { inputs, urn } = resource;
    const name = ownName(resource);
    const own = [
      ...listAt(inputs["inlinePolicies"]).map((inline) => ({
        document: stringAt(objectAt(inline)["policy"]) ?? "[unknown]",
      })),
      ...listAt(inputs["managedPolicyArns"]).map(managed),
    ];
    return [
      {
        kind: kinds[kind],
        name,
        urn,
        trust: kind === "role" ? stringAt(inputs["assumeRolePolicy"]) : undefined,
        boundary: stringAt(inputs["permissionsBoundary"]),
        policies: [...own, ...(attached.get(key(kind, name)) ?? []).map(({ policy }) => policy)],
      },
    ];
  });
  const names = new Set(created.map(({ kind, name }) => `${kind} ${name}`));
  const foreign = [...attached.values()].flatMap((group): AwsIdentity[] => {
    const [first] = group;
    return first === undefined || names.has(`${kinds[first.kind]} ${first.name}`)
      ? []
      : [
          {
            kind: kinds[first.kind],
            name: first.name,
            urn: first.urn,
            trust: undefined,
            boundary: undefined,
            policies: group.map(({ policy }) => policy),
          },
        ];
  });
  return [...created, ...foreign];
}

interface Attachment {
  readonly kind: Kind;
  readonly name: string;
  readonly urn: string;
  readonly policy: AttachedPolicy;
}

function attachments(
  { type, inputs, urn }: PlannedResource,
  managed: (arn: unknown) => AttachedPolicy,
): Attachment[] {
  const inline = kindOf(type, (word) => `aws:iam/${word}Policy:${kinds[word]}Policy`);
  if (inline !== undefined) {
    const document = stringAt(inputs["policy"]) ?? "[unknown]";
    return [{ kind: inline, name: lastPart(inputs[inline]), urn, policy: { document } }];
  }
  const one = kindOf(type, (word) => `aws:iam/${word}PolicyAttachment:${kinds[word]}PolicyAttachment`);
  if (one !== undefined) {
    return [{ kind: one, name: lastPart(inputs[one]), urn, policy: managed(inputs["policyArn"]) }];
  }
  return type === "aws:iam/policyAttachment:PolicyAttachment"
    ? (Object.keys(kinds) as Kind[]).flatMap((kind) =>
        listAt(inputs[`${kind}s`]).map((name) => ({
          kind,
          name: lastPart(name),
          urn,
          policy: managed(inputs["policyArn"]),
        })),
      )
    : [];
}

function kindOf(type: string, typeOf: (kind: Kind) => string): Kind | undefined {
  return (Object.keys(kinds) as Kind[]).find((kind) => type === typeOf(kind));
}

function key(kind: Kind, name: string): string {
  return `${kind} ${name}`;
}

/** The name in IAM. If it is absent, the provider chooses one that begins with the resource's name. */
function ownName({ inputs, name }: { readonly inputs: JsonObject; readonly name: string }): string {
  return stringAt(inputs["name"]) ?? name;
}

/** The name in an ARN, without path: `reader` of `arn:aws:iam::111122223333:role/apps/reader`. */
export function lastPart(arn: unknown): string {
  return String(arn ?? "[unknown]")
    .split("/")
    .at(-1) as string;
}
