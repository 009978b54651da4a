import * as pulumi from "@pulumi/pulumi";
import * as mocks from "@pulumi/pulumi/runtime/mocks.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";

/** One registration, as the engine would have received it. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, any>>; // biome-ignore lint/suspicious/noExplicitAny: tests reach into any resource's inputs
  readonly dependencies: readonly string[];
  readonly provider: string;
  readonly protect: boolean;
  readonly deletedWith: string;
  readonly retainOnDelete: boolean;
}

export interface Deployment {
  readonly resources: readonly Registered[];
  /** All registrations of a type token. */
  all(type: string): Registered[];
  /** The only registration of a type (and name); throws if there is none, or more than one. */
  one(type: string, name?: string): Registered;
}

export interface DeployOptions {
  readonly preview?: boolean;
  /** Answers provider functions by token. @default - the caller's own arguments */
  readonly invoke?: (token: string, args: Record<string, unknown>) => Record<string, unknown> | undefined;
  /** Adds computed outputs to a resource. */
  readonly outputs?: (type: string, name: string, inputs: Record<string, unknown>) => Record<string, unknown>;
}

const account = "111122223333";
const invokes: Record<string, Record<string, unknown>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-role/deployer/session`,
    userId: "AROAEXAMPLE:session",
  },
  "aws:iam/getSessionContext:getSessionContext": {
    issuerArn: `arn:aws:iam::${account}:role/deployer`,
    issuerName: "deployer",
  },
  "aws:index/getRegion:getRegion": { region: "eu-central-1", name: "eu-central-1", id: "eu-central-1" },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws" },
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    zoneIds: ["euc1-az2", "euc1-az3", "euc1-az1"],
  },
  "aws:iam/getRoles:getRoles": {
    arns: [`arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`],
    names: ["AWSServiceRoleForAutoScaling"],
  },
};

/** Runs `program` on the SDK's mocks and returns everything that it registered. Rejects as the engine would. */
export async function deploy(
  program: () => unknown,
  { preview = false, invoke, outputs }: DeployOptions = {},
): Promise<Deployment> {
  const resources: Registered[] = [];
  const handlers: pulumi.runtime.Mocks = {
    call: ({ token, inputs }) => invoke?.(token, inputs) ?? invokes[token] ?? inputs,
    newResource: ({ name, type, inputs, id }) => ({
      id: id || `${name}-id`,
      state: { ...inputs, arn: `arn:aws:mock:eu-central-1:${account}:${name}`, ...outputs?.(type, name, inputs) },
    }),
  };
  class Recorder extends mocks.MockMonitor {
    override async registerResource(request: any, callback: any): Promise<void> { // biome-ignore lint/suspicious/noExplicitAny: the SDK's own untyped request
      await super.registerResource(request, (error: unknown, response: any) => { // biome-ignore lint/suspicious/noExplicitAny: as above
        if (!error) {
          resources.push({
            urn: response.getUrn(),
            type: request.getType(),
            name: request.getName(),
            parent: request.getParent(),
            custom: request.getCustom(),
            inputs: request.getObject()?.toJavaScript() ?? {},
            dependencies: request.getDependenciesList(),
            provider: request.getProvider(),
            protect: request.getProtect(),
            deletedWith: request.getDeletedwith(),
            retainOnDelete: request.getRetainondelete(),
          });
        }
        callback(error, response);
      });
    }
  }
  await pulumi.runtime.setMocks(handlers, "project", "stack", preview);
  settings.setMockOptions(new Recorder(handlers), "project", "stack", preview);

  const rejections: unknown[] = [];
  const others = process.rawListeners("unhandledRejection") as ((reason: unknown) => void)[];
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => rejections.push(reason));
  try {
    await pulumi.output(await program());
    await settings.disconnect(false);
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of others) {
      process.on("unhandledRejection", listener);
    }
  }
  if (rejections.length > 0) {
    throw rejections[0];
  }
  const all = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    all,
    one: (type, name) => {
      const found = all(type).filter((resource) => name === undefined || resource.name === name);
      const [only] = found;
      if (only === undefined || found.length > 1) {
        throw new Error(`expected one ${type} ${name ?? ""}, found ${found.map((r) => r.name).join(", ") || "none"}`);
      }
      return only;
    },
  };
}
