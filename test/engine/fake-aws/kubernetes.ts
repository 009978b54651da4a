import { createHash } from "node:crypto";
import type { Account, Properties } from "./account.ts";
import type { Service } from "./service.ts";

/** A cluster that accepts any object, for machines without a real API server. */
export const kubernetes: Service = {
  package: "kubernetes",
  identify: (type, name, inputs) => {
    const { namespace, name: given } = metadataOf(inputs);
    const key = namespace === undefined ? (given ?? name) : `${namespace}/${given ?? name}`;
    return type.endsWith("Patch") ? `${key} (patched by ${name})` : key;
  },
  compute: ({ name, id, inputs }) => ({
    metadata: {
      name,
      ...metadataOf(inputs),
      uid: createHash("sha256").update(id).digest("hex").slice(0, 32),
      resourceVersion: "1",
    },
  }),
  assertCreatable: ({ inputs }, account) => {
    const { namespace } = metadataOf(inputs);
    const builtIn = ["default", "kube-system", "kube-public", "kube-node-lease"];
    if (namespace !== undefined && !builtIn.includes(namespace) && !account.find(namespaceType, namespace)) {
      throw new Error(`namespaces "${namespace}" not found`);
    }
  },
  applied: (_, { next }) => next,
  assertDeletable: () => {},
  afterCreate: () => {},
  afterDelete: (type, id, account) => {
    if (type === namespaceType) {
      for (const entity of inNamespace(account, id)) {
        account.remove(entity.type, entity.id);
      }
    }
  },
  replacedBy: () => ["apiVersion", "kind", "metadata.name", "metadata.namespace"],
  forgotten: [],
  call: (token) => {
    throw new Error(`The fake cluster doesn't know the function ${token}.`);
  },
};

const namespaceType = "kubernetes:core/v1:Namespace";

function inNamespace(account: Account, namespace: string) {
  return account
    .list()
    .filter(
      ({ type, inputs }) => type.startsWith("kubernetes:") && metadataOf(inputs).namespace === namespace,
    );
}

function metadataOf(inputs: Properties): { name?: string; namespace?: string } {
  return (inputs["metadata"] ?? {}) as { name?: string; namespace?: string };
}
