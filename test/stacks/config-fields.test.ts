import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  admissionPoliciesNotInConfig,
  admissionPoliciesShape,
} from "../../components/admission/admission-policies-schema.ts";
import { auditLogNotInConfig, auditLogShape } from "../../components/audit/audit-log-schema.ts";
import {
  tenantRolesNotInConfig,
  tenantRolesShape,
} from "../../components/cluster/access/tenant-roles-schema.ts";
import {
  hardenedClusterNotInConfig,
  hardenedClusterShape,
} from "../../components/cluster/hardened-cluster-schema.ts";
import { networkRefNotInConfig, networkRefShape } from "../../components/contract/network-ref-schema.ts";
import {
  encryptionKeysNotInConfig,
  encryptionKeysShape,
} from "../../components/encryption/encryption-keys-schema.ts";
import { clusterNetworkShape } from "../../components/network/cluster-network-schema.ts";
import {
  karpenterNodesNotInConfig,
  karpenterNodesShape,
} from "../../components/nodes/karpenter-nodes-schema.ts";
import { nodePoolNotInConfig, nodePoolShape } from "../../components/nodes/node-pool-schema.ts";
import { platformNamespaceNotInConfig } from "../../components/platform/platform-config-schema.ts";
import { platformNamespaceShape } from "../../components/platform/platform-namespace-schema.ts";
import { plainShape } from "../../components/shared/input/plain-form.ts";
import { schemaProblems } from "../../components/shared/input/schema-problems.ts";
import { tenantsNotInConfig, tenantsShape } from "../../components/workload/tenants-schema.ts";
import { clusterNetworkNotInConfig } from "../../stacks/config-schema.ts";

interface JsonSchema {
  readonly additionalProperties?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: string;
}

/** The published schema of each layer, by its name. */
const layers = new Map(
  (
    JSON.parse(
      readFileSync(join(import.meta.dirname, "../../schemas/config.schema.json"), "utf8"),
    ) as JsonSchema
  ).properties?.["config"]?.oneOf?.map((layer) => [layer.properties?.["casemate:layer"]?.const, layer]),
);

function fieldsOf(schema: JsonSchema | undefined): string[] {
  return Object.keys(schema?.properties ?? {}).map((key) => key.replace("casemate:", ""));
}

const platform = layers.get("platform");
const networks = platform?.properties?.["casemate:network"]?.oneOf ?? [];

interface Component {
  readonly name: string;
  readonly shape: object;
  /** Arguments without a field in config, and why. */
  readonly reasons: object;
  /** The fields in config. */
  readonly fields: readonly string[];
}

const components: readonly Component[] = [
  ...["all", "platform"].map((layer) => ({
    name: `HardenedCluster (layer ${layer})`,
    shape: hardenedClusterShape,
    reasons: hardenedClusterNotInConfig,
    fields: fieldsOf(layers.get(layer)),
  })),
  {
    name: "ClusterNetwork (layer network)",
    shape: clusterNetworkShape,
    reasons: {},
    fields: fieldsOf(layers.get("network")),
  },
  {
    name: "ClusterNetwork (of a cluster)",
    shape: clusterNetworkShape,
    reasons: clusterNetworkNotInConfig,
    fields: fieldsOf(networks.at(-2)),
  },
  {
    name: "NetworkRef",
    shape: networkRefShape,
    reasons: networkRefNotInConfig,
    fields: fieldsOf(networks.at(-1)),
  },
  {
    name: "NodePool",
    shape: nodePoolShape,
    reasons: nodePoolNotInConfig,
    fields: fieldsOf(platform?.properties?.["casemate:nodePools"]?.items),
  },
  {
    name: "KarpenterNodes",
    shape: karpenterNodesShape,
    reasons: karpenterNodesNotInConfig,
    fields: fieldsOf(platform?.properties?.["casemate:karpenter"]),
  },
  {
    name: "PlatformNamespace (of the catalogue)",
    shape: platformNamespaceShape,
    reasons: platformNamespaceNotInConfig,
    fields: fieldsOf(platform?.properties?.["casemate:platform"]?.properties?.["external-dns"]),
  },
  {
    name: "PlatformNamespace (of other software)",
    shape: platformNamespaceShape,
    reasons: { ...platformNamespaceNotInConfig, options: "only software of the catalogue has options" },
    fields: fieldsOf(platform?.properties?.["casemate:platform"]?.additionalProperties),
  },
  {
    name: "Tenants",
    shape: tenantsShape,
    reasons: tenantsNotInConfig,
    fields: fieldsOf(layers.get("tenants")),
  },
  { name: "EncryptionKeys", shape: encryptionKeysShape, reasons: encryptionKeysNotInConfig, fields: [] },
  { name: "AuditLog", shape: auditLogShape, reasons: auditLogNotInConfig, fields: [] },
  {
    name: "AdmissionPolicies",
    shape: admissionPoliciesShape,
    reasons: admissionPoliciesNotInConfig,
    fields: fieldsOf(platform),
  },
  { name: "TenantRoles", shape: tenantRolesShape, reasons: tenantRolesNotInConfig, fields: [] },
];

describe("the config of stacks", () => {
  for (const { name, shape, reasons, fields } of components) {
    it(`has each argument of ${name}, or a reason why not`, () => {
      for (const argument of Object.keys(shape)) {
        const isInConfig = fields.includes(argument);
        const hasReason = ((reasons as Record<string, string>)[argument] ?? "") !== "";
        expect(isInConfig || hasReason, `${argument} is missing`).to.equal(true);
      }
    });
  }

  it("has only fields that a component takes, or that say which stack it is", () => {
    const stackFields = [
      "layer",
      "clusterName",
      "name",
      "nodePools",
      "karpenter",
      "software",
      "tenants",
      "platform",
    ];
    const taken = new Set([...stackFields, ...components.flatMap(({ shape }) => Object.keys(shape))]);
    const fields = [...layers.values()].flatMap(fieldsOf);
    expect(fields.length).to.be.greaterThan(stackFields.length);
    expect(fields.filter((field) => !taken.has(field))).to.deep.equal([]);
  });

  it("describes each field", () => {
    const silent = [...layers].flatMap(([layer, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, { description }]) => description === undefined)
        .map(([field]) => `${layer} ${field}`),
    );
    expect(silent.filter((field) => !/casemate:(layer|network)$/.test(field))).to.deep.equal([]);
  });

  const values = [
    null,
    7,
    "",
    "x",
    " ",
    true,
    [],
    ["x"],
    {},
    { x: 1 },
    [{}],
    "10.64.0.0/16",
    "1.35",
    "protected",
  ];
  const shapes = { hardenedClusterShape, clusterNetworkShape, nodePoolShape, networkRefShape };
  for (const [name, shape] of Object.entries(shapes)) {
    it(`accepts the same values as ${name}, and reports the same problems of others`, () => {
      const plain = plainShape(shape);
      // Code can pass a network the keys of a cluster, and it uses one of them.
      const compared = Object.keys(shape).filter(
        (field) => !(name === "clusterNetworkShape" && field === "keys"),
      ) as (keyof typeof shape)[];
      for (const field of compared) {
        for (const value of values) {
          expect(schemaProblems(plain[field], value), `${field} = ${JSON.stringify(value)}`).to.deep.equal(
            schemaProblems(shape[field], value),
          );
        }
      }
    });
  }
});
