import * as pulumi from "@pulumi/pulumi";
import { answerInvoke } from "../plan/engine/invokes.ts";
import { createMonitor } from "../plan/engine/monitor.ts";
import { runProgram } from "../plan/engine/program.ts";
import { expand } from "../plan/engine/record.ts";
import { isStack } from "../plan/engine/registration.ts";
import { loadSdk } from "../plan/engine/sdk.ts";
import { ProgramError } from "../plan/errors.ts";
import type { JsonObject } from "../plan/json.ts";

/** One registration, in the form that the engine would receive. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Empty for a resource at the top of the stack. */
  readonly parent: string;
  readonly custom: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into any resource's inputs
  readonly inputs: Readonly<Record<string, any>>;
  readonly dependencies: readonly string[];
  /** The URNs under which the engine also looks for the resource. */
  readonly aliases: readonly string[];
  readonly provider: string;
  readonly protect: boolean;
  readonly deletedWith: string;
  readonly retainOnDelete: boolean;
}

export interface Deployment {
  readonly resources: readonly Registered[];
  /** All registrations of a type token. */
  all(type: string): Registered[];
  /** The only registration of a type and, optionally, a name. Throws if there is none, or more than one. */
  one(type: string, name?: string): Registered;
}

export interface DeployOptions {
  readonly preview?: boolean;
  /** Answers a provider function by its token. @default - the answers of a plan */
  readonly invoke?: (token: string, args: Record<string, unknown>) => Record<string, unknown> | undefined;
  /** The outputs of the stack's last update. @default - none: it is the first */
  readonly lastOutputs?: Record<string, unknown>;
  /** Adds computed outputs to a resource. For a remote component, they replace its children and outputs. */
  readonly outputs?: (type: string, name: string, inputs: Record<string, unknown>) => Record<string, unknown>;
}

const account = "111122223333";
/** Where the plan's answers aren't enough: who runs the program, and which roles the account has. */
const answers: Record<string, Record<string, unknown>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-role/deployer/session`,
    userId: "AROAEXAMPLE:session",
  },
  "aws:iam/getSessionContext:getSessionContext": {
    issuerArn: `arn:aws:iam::${account}:role/deployer`,
    issuerName: "deployer",
  },
  "aws:iam/getRoles:getRoles": {
    arns: [
      `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    ],
    names: ["AWSServiceRoleForAutoScaling"],
  },
};

function answer(token: string, args: JsonObject): JsonObject {
  return (answers[token] ??
    answerInvoke(token, args, { accountId: account, region: "eu-central-1" })) as JsonObject;
}

/** Runs `program` on the plan's monitor and returns its registrations. Rejects if the engine would. */
export async function deploy(
  program: () => unknown,
  { preview = false, invoke, outputs, lastOutputs = {} }: DeployOptions = {},
): Promise<Deployment> {
  const sdk = loadSdk(import.meta.dirname);
  const options = { project: "project", stack: "stack", organization: "organization", preview };
  const monitor = createMonitor(sdk, options, {
    invoke: (token, args) => (invoke?.(token, { ...args }) ?? answer(token, args)) as JsonObject,
    compute: ({ type, name, inputs }) => ({
      id: `${name}-id`,
      outputs: {
        arn: `arn:aws:mock:eu-central-1:${account}:${name}`,
        ...(outputs?.(type, name, inputs) as JsonObject),
      },
    }),
    expand: (component, stateOf) => {
      const componentOutputs = outputs?.(component.type, component.name, component.inputs) ?? {};
      return Object.keys(componentOutputs).length === 0
        ? expand(component, stateOf)
        : { children: [], outputs: () => componentOutputs as JsonObject };
    },
    readStack: async (name) => {
      if (name === "organization/project/stack") {
        return { outputs: lastOutputs as JsonObject, secretOutputNames: [] };
      }
      throw new Error(`no stack ${name} in a test`);
    },
  });
  try {
    await runProgram(sdk, monitor, options, async () => {
      await pulumi.output(await program());
    });
  } catch (error) {
    throw error instanceof ProgramError ? error.causes[0] : error;
  }
  const resources = [...monitor.registrations.values()]
    .filter(({ urn }) => !isStack(urn))
    .map((resource) => ({ ...resource, parent: isStack(resource.parent) ? "" : resource.parent }));
  const all = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    all,
    one: (type, name) => {
      const matches = all(type).filter((resource) => name === undefined || resource.name === name);
      const [only] = matches;
      if (only === undefined || matches.length > 1) {
        throw new Error(
          `expected one ${type} ${name ?? ""}, found ${matches.map((r) => r.name).join(", ") || "none"}`,
        );
      }
      return only;
    },
  };
}
