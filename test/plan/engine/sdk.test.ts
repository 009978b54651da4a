import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import { expect } from "chai";
import { loadSdk, markers } from "../../../plan/engine/sdk.ts";

// The internals of the SDK on which plan/engine/sdk.ts relies. A red test here after an upgrade shows what changed.
describe("the internals of the SDK", () => {
  const sdk = loadSdk(import.meta.dirname);
  const load = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));

  it("has the marks for values that the plan reads", () => {
    expect(markers).to.deep.equal({
      unknown: rpc.unknownValue,
      kind: rpc.specialSigKey,
      secret: rpc.specialSecretSig,
      resource: rpc.specialResourceSig,
      asset: rpc.specialAssetSig,
      archive: rpc.specialArchiveSig,
    });
  });

  it("is the program's own copy", () => {
    expect(sdk.pulumi.Resource).to.equal(pulumi.Resource);
  });

  it("has a mock monitor with the methods that the plan's monitor replaces", () => {
    const methods = Object.getOwnPropertyNames(sdk.MockMonitor.prototype);
    expect(methods).to.include.members([
      "invoke",
      "readResource",
      "registerResource",
      "registerResourceOutputs",
      "registerStackTransform",
      "getDeploymentInfo",
      "supportsFeature",
      "registerPackage",
    ]);
  });

  it("takes stack traces in the functions that the plan replaces", () => {
    expect(load("@pulumi/pulumi/runtime/debuggable.js").debuggablePromise).to.be.a("function");
    expect(load("@pulumi/pulumi/resource.js").Resource.callsites).to.be.a("function");
  });

  it("has the same numbers for the fields of an AnalyzeRequest and of an AnalyzerResource", () => {
    const { AnalyzeRequest, AnalyzerResource, AnalyzerResourceOptions } = sdk.analyzer;
    const options = new AnalyzerResourceOptions();
    options.setProtect(true);
    options.setParent("parent");
    const resource = new AnalyzerResource();
    resource.setType("type");
    resource.setUrn("urn");
    resource.setName("name");
    resource.setProperties(sdk.toStruct({ a: 1 }));
    resource.setOptions(options);
    resource.setParent("parent");
    resource.setDependenciesList(["other"]);
    const request = AnalyzeRequest.deserializeBinary(resource.serializeBinary());
    expect(request.toObject()).to.deep.include({ type: "type", urn: "urn", name: "name" });
    expect(request.getProperties()?.toJavaScript()).to.deep.equal({ a: 1 });
    expect(request.getOptions()?.getProtect()).to.equal(true);
  });

  it("reads a stack's resources from field 1, properties from 2 and the provider from 6", () => {
    const provider = new sdk.analyzer.AnalyzerProviderResource();
    provider.setProperties(sdk.toStruct({}));
    const resource = new sdk.analyzer.AnalyzerResource();
    resource.setProperties(sdk.toStruct({}));
    const stack = new sdk.analyzer.AnalyzeStackRequest();
    stack.setResourcesList([resource]);
    const tag = (message: { serializeBinary(): Uint8Array }) => (message.serializeBinary()[0] ?? 0) >> 3;
    expect([tag(stack), tag(resource), tag(provider)]).to.deep.equal([1, 2, 2]);
    resource.clearProperties();
    resource.setProvider(provider);
    expect(tag(resource)).to.equal(6);
  });
});
