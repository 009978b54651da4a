import requests from "@pulumi/pulumi/proto/provider_pb.js";
import { main } from "@pulumi/pulumi/provider/index.js";
import { Account } from "./account.ts";
import { aws } from "./aws.ts";
import { kubernetes } from "./kubernetes.ts";
import { fakeProvider } from "./provider.ts";

// The SDK's server takes it that a Read carries properties, and asks them for this; an import's doesn't.
const { prototype } = requests.ReadRequest;
const { getProperties } = prototype;
prototype.getProperties = function () {
  return getProperties.call(this) ?? ({ toJavaScript: () => ({}) } as ReturnType<typeof getProperties>);
};

/** Run by the shims `pulumi-resource-aws` and `pulumi-resource-kubernetes`: `main.ts PACKAGE [engine's arguments]`. */
const [name, ...args] = process.argv.slice(2);
const service = name === "kubernetes" ? kubernetes : aws;
await main(fakeProvider(service, new Account(process.env["FAKE_ACCOUNT"] ?? "")), args);
