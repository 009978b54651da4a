import { createRequire } from "node:module";
import { actionsMatching, hasWildcard } from "./action-pattern.ts";
import { type AwsAction, fullName } from "./service-actions.ts";
import { type Condition, isDenied, type Statement } from "./statements.ts";
import { isWideResource } from "./wide-resources.ts";

/** Why an action lets its caller gain rights that its policy doesn't name. */
export interface Escalation {
  /** The statement's place in the document. */
  readonly statement: number;
  /** The pattern's place in its `Action`. */
  readonly position: number;
  /** The pattern as written. */
  readonly pattern: string;
  /** The actions that the pattern means and that escalate, for example `iam:CreateAccessKey`. */
  readonly actions: readonly string[];
  /** What the caller gains: the end of a sentence, "it can …". */
  readonly why: string;
  /** The narrower way to do ordinary work, in a sentence. */
  readonly instead: string;
}

/** An action with the statement that allows it. */
interface Grant {
  readonly action: AwsAction;
  readonly statement: Statement;
}

type Reason = Pick<Escalation, "why" | "instead">;

/**
 * The escalations that the statements of an identity's policy allow, in the order of the document.
 *
 * AWS's access levels decide for most actions, and the known ways to take over a role for the rest
 * (`escalation-paths.json`). A statement that denies an action everywhere excuses it.
 */
export function escalationsOf(statements: readonly Statement[]): Escalation[] {
  const paths = completePaths(statements);
  return statements
    .filter(({ effect, isNotAction }) => effect === "Allow" && !isNotAction)
    .flatMap((statement) =>
      statement.actions.flatMap((pattern, position) => {
        const found = actionsMatching(pattern)
          .filter((action) => !isDenied(action, statements))
          .flatMap((action) => {
            const reason = reasonOf({ action, statement }, paths);
            return reason === undefined ? [] : [{ action: fullName(action), ...reason }];
          });
        return [...Map.groupBy(found, ({ why }) => why).values()].map((group) => ({
          statement: statement.index,
          position,
          pattern,
          actions: group.map(({ action }) => action),
          why: group[0]?.why ?? "",
          instead: group[0]?.instead ?? "",
        }));
      }),
    );
}

/** Services whose changes decide who may do what. Reading them is no escalation. */
const administration: ReadonlySet<string> = new Set([
  "account",
  "iam",
  "identitystore",
  "identitystore-auth",
  "organizations",
  "rolesanywhere",
  "sso",
  "sso-directory",
]);

/** Changes of EKS that let others into a cluster, or give its pods another role. */
const clusterAccess =
  /^eks:(AssociateAccessPolicy|AssociateIdentityProviderConfig|CreateAccessEntry|CreatePodIdentityAssociation|DeletePodIdentityAssociation|DisassociateAccessPolicy|DisassociateIdentityProviderConfig|UpdateAccessEntry|UpdateClusterConfig|UpdatePodIdentityAssociation)$/;

/** Commands on machines. They get all that the machine's role may do. */
const commands =
  /^(ssm:(ResumeSession|SendCommand|StartAutomationExecution|StartSession)|ec2-instance-connect:\w+|ec2:GetPasswordData|ecs:ExecuteCommand|lightsail:GetInstanceAccessDetails)$/;

/** Reads that return credentials or plain text. */
const secretReads =
  /^(secretsmanager:(BatchGetSecretValue|GetSecretValue)|ssm:GetParameter(s|History|sByPath)?|kms:(Decrypt|ReEncryptFrom))$/;

/**
 * Actions whose level is "Permissions management", although they give no user rights: database logins by IAM, and
 * reads.
 */
const harmlessPermissions =
  /^(rds-db:connect|[\w-]+:(Describe|List|Validate)\w+|[\w-]+:Get\w*(Permissions?|Policy))$/;

function reasonOf(grant: Grant, paths: ReadonlyMap<string, KnownPath>): Reason | undefined {
  const { action, statement } = grant;
  const name = fullName(action);
  const own = ownConditions[name];
  if (own !== undefined) {
    return own.isNarrow(statement) ? undefined : own;
  }
  if (administration.has(action.service) && action.level !== "read" && action.level !== "list") {
    return {
      why: "change who may do what in the account",
      instead: "Let the platform's stack create users, roles and policies.",
    };
  }
  if (clusterAccess.test(name)) {
    return {
      why: "let others into a cluster, or give its pods other roles",
      instead: "Declare admins, access and awsPolicy instead.",
    };
  }
  if (action.level === "permissions" && !harmlessPermissions.test(name)) {
    return {
      why: 'give or take rights (AWS\'s access level "Permissions management")',
      instead: "Let the stack that creates the resource write its policy.",
    };
  }
  if (commands.test(name)) {
    return {
      why: "run commands on machines, with all rights of their roles",
      instead: "Run a Job in the namespace.",
    };
  }
  const isWide = isWideFor(statement);
  if (secretReads.test(name) && isWide) {
    return {
      why: "read every secret of the account",
      instead: "Name the secrets, parameters or keys that it needs in Resource.",
    };
  }
  const path = paths.get(name);
  return path !== undefined && isWide
    ? {
        why: `take over the roles of other resources (pathfinding.cloud, ${path.id})`,
        instead: "Name the resources that it needs in Resource.",
      }
    : undefined;
}

/** Actions that a condition or a resource makes safe. */
const ownConditions: Readonly<
  Record<string, Reason & { readonly isNarrow: (statement: Statement) => boolean }>
> = {
  "iam:PassRole": {
    why: "give a service a role with more rights than its own",
    instead:
      "Name one role in Resource, and the service that gets it in the condition StringEquals iam:PassedToService.",
    isNarrow: (statement) =>
      statement.resources.every((resource) => !hasWildcard(resource)) &&
      !statement.isNotResource &&
      requires(statement.conditions, "iam:PassedToService"),
  },
  "iam:CreateServiceLinkedRole": {
    why: "create roles for any service of AWS",
    instead: "Name the service in the condition StringEquals iam:AWSServiceName.",
    isNarrow: (statement) => requires(statement.conditions, "iam:AWSServiceName"),
  },
  "kms:CreateGrant": {
    why: 'give others the use of a key (AWS\'s access level "Permissions management")',
    instead: 'For encrypted volumes, add the condition Bool kms:GrantIsForAWSResource: "true".',
    isNarrow: ({ conditions }) =>
      conditions.some(
        ({ operator, key, values }) =>
          operator === "Bool" &&
          key.toLowerCase() === "kms:grantisforawsresource" &&
          values.every((value) => value === "true"),
      ),
  },
  ...Object.fromEntries(
    ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"].map((name) => [
      name,
      {
        why: "take the rights of every role whose trust admits it",
        instead: "Name the roles in Resource, such as arn:aws:iam::111122223333:role/reader.",
        isNarrow: (statement: Statement) =>
          !statement.isNotResource && statement.resources.every((resource) => namesRoles(resource)),
      },
    ]),
  ),
};

/** Whether a resource names a role, or the beginning of its name, in one account. */
function namesRoles(resource: string): boolean {
  return /^arn:[\w-]+:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]+[*?]*$/.test(resource);
}

/** Whether one of the conditions admits only given values of a key. A key that may be absent, or any value, doesn't. */
function requires(conditions: readonly Condition[], wanted: string): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      /^(ForAnyValue:)?String(Equals|Like)$/.test(operator) &&
      key.toLowerCase() === wanted.toLowerCase() &&
      values.every((value) => !hasWildcard(value)),
  );
}

function isWideFor({ resources, isNotResource, conditions }: Statement): boolean {
  return isNotResource || isWideResource({ resources, conditions });
}

interface KnownPath {
  readonly id: string;
  readonly actions: readonly string[];
}

let knownPaths: readonly KnownPath[] | undefined;

/** The known ways from actions to the role of another resource. Those by IAM and STS themselves are judged by action. */
function takeovers(): readonly KnownPath[] {
  knownPaths ??= (
    createRequire(import.meta.url)("./escalation-paths.json") as { paths: KnownPath[] }
  ).paths.filter(({ actions }) => !actions.some((action) => /^(iam|sts):/.test(action)));
  return knownPaths;
}

/** The paths whose actions are all allowed somewhere in the statements, by the first action, which takes the role. */
function completePaths(statements: readonly Statement[]): ReadonlyMap<string, KnownPath> {
  const allowed = new Set(
    statements
      .filter(({ effect, isNotAction }) => effect === "Allow" && !isNotAction)
      .flatMap(({ actions }) => actions)
      .flatMap((pattern) => actionsMatching(pattern))
      .filter((action) => !isDenied(action, statements))
      .map(fullName),
  );
  return new Map(
    takeovers()
      .filter(({ actions }) => actions.every((action) => allowed.has(action)))
      .map((path) => [path.actions[0] ?? "", path]),
  );
}
