import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { day } from "./fixtures.ts";

const require = createRequire(import.meta.url);
// The messages come from the SDK, and need the SDK's versions of gRPC and protobuf.
const requireOfSdk = createRequire(require.resolve("@pulumi/pulumi"));
const packFolder = join(import.meta.dirname, "../../policy");

/** The text that the SDK sends for a value that isn't known until the update. */
export const unknownSent = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource in the form that the engine sends. */
export interface Sent {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly provider?: { readonly urn: string; readonly properties: Readonly<Record<string, unknown>> };
  readonly propertyDependencies?: Readonly<Record<string, string[]>>;
}

interface Diagnostic {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly severity: string;
  readonly urn: string;
  readonly message: string;
}

/** The real pack in its own process. It starts like in the engine, and answers over the analyzer protocol. */
export interface RunningPack {
  info(): Promise<analyzer.AnalyzerInfo.AsObject>;
  analyze(resource: Sent): Promise<Diagnostic[]>;
  analyzeStack(resources: readonly Sent[]): Promise<Diagnostic[]>;
  stop(): void;
}

export async function startPack(): Promise<RunningPack> {
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
  // The first argument is the engine's address, to which a pack never connects.
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
    cwd: packFolder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, CASEMATE_TODAY: day },
  });
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the pack ended with ${code}`)));
  });
  const grpc = requireOfSdk("@grpc/grpc-js");
  const rpc = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js") as {
    AnalyzerClient: new (...args: unknown[]) => AnalyzerClient;
  };
  const proto = require("@pulumi/pulumi/proto/analyzer_pb.js") as typeof analyzer;
  const { Empty } = requireOfSdk("google-protobuf/google/protobuf/empty_pb.js");
  const client = new rpc.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const ask = <Answer>(call: (done: (error: unknown, answer: Answer) => void) => unknown) =>
    new Promise<Answer>((resolve, reject) => {
      call((error, answer) => (error ? reject(error) : resolve(answer)));
    });
  return {
    info: async () =>
      (await ask<analyzer.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done))).toObject(),
    analyze: async (resource) => {
      const request = withResource(proto, new proto.AnalyzeRequest(), resource);
      return diagnostics(await ask<analyzer.AnalyzeResponse>((done) => client.analyze(request, done)));
    },
    analyzeStack: async (resources) => {
      const request = new proto.AnalyzeStackRequest();
      request.setResourcesList(resources.map((resource) => stackResource(proto, resource)));
      return diagnostics(await ask<analyzer.AnalyzeResponse>((done) => client.analyzeStack(request, done)));
    },
    stop: () => {
      client.close();
      child.kill();
    },
  };
}

function stackResource(proto: typeof analyzer, resource: Sent): analyzer.AnalyzerResource {
  const message = withResource(proto, new proto.AnalyzerResource(), resource);
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function withResource<Message extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(
  proto: typeof analyzer,
  message: Message,
  { type, name, urn, properties, provider }: Sent,
): Message {
  message.setType(type);
  message.setName(name);
  message.setUrn(urn);
  message.setProperties(struct(properties));
  message.setOptions(new proto.AnalyzerResourceOptions());
  if (provider) {
    const providerMessage = new proto.AnalyzerProviderResource();
    providerMessage.setUrn(provider.urn);
    providerMessage.setProperties(struct(provider.properties));
    message.setProvider(providerMessage);
  }
  return message;
}

function struct(properties: Readonly<Record<string, unknown>>) {
  const { Struct } = requireOfSdk("google-protobuf/google/protobuf/struct_pb.js");
  return Struct.fromJavaScript(properties);
}

function diagnostics(response: analyzer.AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel() === 0 ? "advisory" : "mandatory",
    severity: ["", "low", "medium", "high", "critical"][diagnostic.getSeverity()] ?? "",
    urn: diagnostic.getUrn(),
    message: diagnostic.getMessage(),
  }));
}
