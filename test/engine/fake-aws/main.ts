import requests from "@pulumi/pulumi/proto/provider_pb.js";
import { main } from "@pulumi/pulumi/provider/index.js";
import { Account } from "./account.ts";
import { aws } from "./aws.ts";
import { kubernetes } from "./kubernetes.ts";
import { fakeProvider } from "./provider.ts";

// The SDK's server expects properties in every Read and calls this function on them. A Read for an import has none.
const { prototype } = requests.ReadRequest;
const { getProperties } = prototype;
prototype.getProperties = function () {
  return getProperties.call(this) ?? ({ toJavaScript: () => ({}) } as ReturnType<typeof getProperties>);
};

/** The shims `pulumi-resource-aws` and `pulumi-resource-kubernetes` run it: `main.ts PACKAGE [engine's arguments]`. */
const [name, ...args] = process.argv.slice(2);
const service = name === "kubernetes" ? kubernetes : aws;
await main(fakeProvider(service, new Account(process.env["FAKE_ACCOUNT"] ?? "")), args);
