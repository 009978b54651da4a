import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";

/** The fields of a CustomResourceDefinition that the lab reads. */
export interface CustomResourceDefinition {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string } & Record<string, unknown>;
  readonly spec: Record<string, unknown>;
}

/** One Go module with definitions: its pinned version, its checksum from `go.sum`, and the files. */
interface PublishedDefinitions {
  readonly module: string;
  readonly sum: string;
  readonly files: readonly string[];
}

const GATEWAY_API = "config/crd/standard/gateway.networking.k8s.io_";

const PUBLISHED: readonly PublishedDefinitions[] = [
  {
    // ENIConfig and PolicyEndpoint. Later charts leave PolicyEndpoint out: the network policy controller creates it.
    module: "github.com/aws/amazon-vpc-cni-k8s@v1.20.4",
    sum: "h1:GLij+rFUE6gtUncGXeJqwlzDx10CTzDCf3746YXa1m8=",
    files: ["charts/aws-vpc-cni/crds/customresourcedefinition.yaml"],
  },
  {
    // Not part of EKS: users of a Gateway controller install these. The newest minor version that Go 1.26 accepts.
    module: "sigs.k8s.io/gateway-api@v1.6.3",
    sum: "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=",
    files: [
      "backendtlspolicies",
      "gatewayclasses",
      "gateways",
      "grpcroutes",
      "httproutes",
      "listenersets",
      "referencegrants",
      "tcproutes",
      "tlsroutes",
      "udproutes",
    ].map((plural) => `${GATEWAY_API}${plural}.yaml`),
  },
];

/**
 * The CustomResourceDefinitions of an EKS cluster with the VPC CNI, and those of the Gateway API.
 *
 * They come from their publishers' Go modules, pinned by version and checksum. Definitions without a module for Go
 * 1.26.0 have their name and scope, but accept any content.
 *
 * @throws Error if Go can't get a module, or if a module is not the pinned one
 */
export async function crds(): Promise<CustomResourceDefinition[]> {
  const published = await Promise.all(PUBLISHED.map(definitionsIn));
  return [...published.flat(), ...ANY_CONTENT];
}

async function definitionsIn(published: PublishedDefinitions): Promise<CustomResourceDefinition[]> {
  const directory = await moduleDirectory(published);
  const files = await Promise.all(published.files.map((file) => readFile(join(directory, file), "utf8")));
  return files.flatMap((text) =>
    parseAllDocuments(text).map((document) => withoutServerFields(document.toJS())),
  );
}

async function moduleDirectory({ module, sum }: PublishedDefinitions): Promise<string> {
  // Outside every module, so that no go.mod or workspace replaces the version.
  const { stdout } = await promisify(execFile)("go", ["mod", "download", "-json", module], {
    cwd: tmpdir(),
    env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
  }).catch((error: Error & { stdout?: string }) => {
    throw new Error(`go mod download ${module}: ${downloadError(error.stdout) ?? error.message}`);
  });
  const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (Sum !== sum) throw new Error(`${module} has the checksum ${Sum}, not the pinned ${sum}`);
  return Dir;
}

/** The reason of a failure. `go mod download -json` has it only in its JSON. */
function downloadError(stdout: string | undefined): string | undefined {
  return stdout ? (JSON.parse(stdout) as { Error?: string }).Error : undefined;
}

function withoutServerFields({
  status: _status,
  ...definition
}: CustomResourceDefinition & { status?: unknown }) {
  const { creationTimestamp: _created, ...metadata } = definition.metadata;
  return { ...definition, metadata: metadata as CustomResourceDefinition["metadata"] };
}

/**
 * Names and scopes of config/crd/bases in https://github.com/aws/amazon-network-policy-controller-k8s (May 2026), which
 * the Go proxy doesn't have, and in https://github.com/aws/amazon-vpc-resource-controller-k8s, which needs a newer Go.
 */
const ANY_CONTENT: readonly CustomResourceDefinition[] = [
  anyContent(
    "networking.k8s.aws/v1alpha1",
    "ApplicationNetworkPolicy",
    "applicationnetworkpolicies",
    "Namespaced",
  ),
  anyContent("networking.k8s.aws/v1alpha1", "ClusterNetworkPolicy", "clusternetworkpolicies", "Cluster"),
  anyContent("networking.k8s.aws/v1alpha1", "ClusterPolicyEndpoint", "clusterpolicyendpoints", "Cluster"),
  anyContent("vpcresources.k8s.aws/v1alpha1", "CNINode", "cninodes", "Cluster"),
  anyContent("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy", "securitygrouppolicies", "Namespaced"),
];

function anyContent(
  apiVersion: string,
  kind: string,
  plural: string,
  scope: "Cluster" | "Namespaced",
): CustomResourceDefinition {
  const [group, version] = apiVersion.split("/");
  const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: "object", properties: { spec: anything, status: anything } } },
        },
      ],
    },
  };
}
