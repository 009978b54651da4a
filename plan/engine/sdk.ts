/**
 * This file and kept-struct.ts are the only ones that use internals of the Pulumi SDK. Their tests in test/plan/engine
 * check these internals, and fail after an upgrade of the SDK that changes them.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import type * as analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as analyzerProto from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as resourceProto from "@pulumi/pulumi/proto/resource_pb.js";
import type * as mocks from "@pulumi/pulumi/runtime/mocks.js";
import type * as settings from "@pulumi/pulumi/runtime/settings.js";
import { UsageError } from "../errors.ts";
import { defined, type JsonObject } from "../json.ts";
import { keepStructs, type Struct, type StructModule } from "./kept-struct.ts";

export type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
export type { AnalyzeDiagnostic, AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb.js";
export type {
  ReadResourceRequest,
  ReadResourceResponse,
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceInvokeRequest,
  ResourceInvokeResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";

export type { Struct } from "./kept-struct.ts";

/** Answers a request of the program. */
export type Reply<Response> = (error: unknown, response?: Response) => void;

/** A transform that the program registered with a token. It takes and returns serialized messages. */
type Callback = (request: Uint8Array) => Promise<resourceProto.TransformResponse>;

/** The SDK's marks for values in its messages that aren't plain. */
export const markers = {
  /** Replaces a value that isn't known before `pulumi up`. */
  unknown: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  /** The key of a marked object whose value is the kind of mark. */
  kind: "4dabf18193072939515e22adb298388d",
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
} as const;

/** The part of a program's SDK that the plan uses. */
export interface Sdk {
  readonly pulumi: typeof pulumi;
  readonly MockMonitor: typeof mocks.MockMonitor;
  readonly resource: typeof resourceProto;
  readonly analyzer: typeof analyzerProto;
  /** A client of a policy pack that listens on a port of the loopback interface. */
  connectAnalyzer(port: number): analyzerRpc.AnalyzerClient;
  /** The message without fields that asks a pack about itself. */
  empty(): Parameters<analyzerRpc.AnalyzerClient["getAnalyzerInfo"]>[0];
  toStruct(properties: JsonObject): Struct;
  /** The transform of a token. The SDK keeps transforms in the process, so a call needs no network. */
  transform(token: string): Callback;
  /** Sets `monitor` as the target of all registrations, and resets the state of earlier runs. */
  use(monitor: object, options: RunOptions): void;
  /** Runs `program` inside a stack resource, like the engine's language host does. Resolves with its outputs. */
  runInStack(program: () => Promise<unknown>): Promise<unknown>;
  /** Resolves when no registration is outstanding. */
  settle(): Promise<void>;
  disconnect(): void;
  /** Lets `require` load TypeScript with the compiler that the engine's language host uses. */
  registerTypeScript(program: { readonly hasProject: boolean }): void;
}

/** The facts about its stack that a program can read. */
export interface RunOptions {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  readonly preview: boolean;
  /** @default - the config of the process */
  readonly config?: {
    /** By full key, for example `aws:region`. Objects are JSON. */
    readonly values: Readonly<Record<string, string>>;
    /** Keys whose values are secrets. */
    readonly secretKeys: readonly string[];
  };
}

/**
 * Loads the copy of the SDK that a program in `directory` uses. The program registers only with that copy.
 *
 * @throws UsageError if no SDK is installed there.
 */
export function loadSdk(directory: string): Sdk {
  const entry = resolveSdk(directory);
  const load = createRequire(entry);
  const inside = (path: string) => load(`@pulumi/pulumi/${path}`);
  const runtime: typeof pulumi.runtime & { waitForRPCs(): Promise<void> } = inside("runtime/index.js");
  const set: typeof settings = inside("runtime/settings.js");
  const structs: StructModule = load("google-protobuf/google/protobuf/struct_pb.js");
  const resource: typeof resourceProto = inside("proto/resource_pb.js");
  const rpc: () => typeof analyzerRpc = () => inside("proto/analyzer_grpc_pb.js");

  return {
    pulumi: load(entry),
    MockMonitor: inside("runtime/mocks.js").MockMonitor,
    resource,
    analyzer: inside("proto/analyzer_pb.js"),
    connectAnalyzer: (port) => {
      const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
      return new (rpc().AnalyzerClient)(
        `127.0.0.1:${port}`,
        load("@grpc/grpc-js").credentials.createInsecure(),
        unlimited,
      );
    },
    empty: () => new (load("google-protobuf/google/protobuf/empty_pb.js").Empty)(),
    toStruct: (properties) => structs.Struct.fromJavaScript(defined(properties) as JsonObject),
    transform: (token) => inside("runtime/state.js").getStore().callbacks._callbacks.get(token),
    use: (monitor, { project, stack, organization, preview, config }) => {
      dropDiagnostics(inside("runtime/debuggable.js"), inside("resource.js").Resource);
      keepStructs(structs);
      set.setMockOptions(monitor, project, stack, preview, organization);
      if (config !== undefined) {
        runtime.setAllConfig({ ...config.values }, [...config.secretKeys]);
      }
    },
    runInStack: async (program) => {
      const { Stack } = inside("runtime/stack.js");
      return await new Stack(program).outputs.promise();
    },
    settle: () => runtime.waitForRPCs(),
    disconnect: () => set.disconnectSync(),
    registerTypeScript: ({ hasProject }) => {
      const { tsnodeRequire, typescriptRequire } = inside("tsutils.js").typeScriptRequireStrings();
      const [major = 0, minor = 0] = load(typescriptRequire).version.split(".").map(Number);
      const isModern = major > 4 || (major === 4 && minor >= 7);
      load(tsnodeRequire).register({
        compiler: load.resolve(typescriptRequire),
        transpileOnly: true,
        skipProject: !hasProject,
        compilerOptions: {
          target: "ES2020",
          esModuleInterop: true,
          ...(isModern
            ? { module: "nodenext", moduleResolution: "nodenext" }
            : { module: "commonjs", moduleResolution: "node" }),
        },
      });
    },
  };
}

/**
 * Turns off the SDK's stack traces of each promise and each resource. Formatting them takes half of the time of a
 * large plan (profile of 4,000 resources). The SDK uses them for a message about leaked promises and for source
 * positions. A plan needs neither, because it detects itself whether a program has ended.
 */
function dropDiagnostics(
  debuggable: { debuggablePromise: <T>(promise: T) => T },
  resource: { callsites: () => readonly unknown[] },
): void {
  debuggable.debuggablePromise = (promise) => promise;
  resource.callsites = () => [];
}

function resolveSdk(directory: string): string {
  try {
    return createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi");
  } catch {
    throw new UsageError(`${directory}: the package @pulumi/pulumi isn't installed. Run npm install there.`);
  }
}
