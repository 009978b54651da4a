import { type Identity, platform } from "../../../lab/lab.ts";
import type { Actor, Tenant } from "./attempt.ts";
import { csiDriver, delegate, namespaceAdmin } from "./delegates.ts";
import { controllerAccount, wideEditor } from "./platform-scene.ts";
import { builderAccount, gitopsAccount, nodeName, trafficEditor } from "./scene.ts";

/** The groups of the identity provider that `tenants/*.yaml` names. */
const groups: Readonly<Record<Tenant, Readonly<Record<string, string>>>> = {
  cart: { viewer: "support", developer: "cart-dev", operator: "cart-ops" },
  catalog: { viewer: "support", developer: "catalog-dev", operator: "catalog-ops" },
  checkout: { viewer: "support", developer: "orders-dev", operator: "orders-ops" },
  payments: { viewer: "audit", developer: "payments-dev", operator: "payments-ops" },
  storefront: { viewer: "support", developer: "web-dev", operator: "web-ops" },
};

const otherIdentities: Readonly<Record<string, Identity>> = {
  anonymous: "anonymous",
  platform,
  gitops: identityOfAccount(gitopsAccount),
  builder: identityOfAccount(builderAccount),
  "traffic editor": identityOfAccount(trafficEditor),
  "wide editor": identityOfAccount(wideEditor),
  "platform software": identityOfAccount(controllerAccount),
  node: { certificate: `system:node:${nodeName}`, groups: ["system:nodes"] },
  "network policy controller": { certificate: "eks:network-policy-controller" },
  "CSI driver": identityOfAccount(csiDriver),
  stranger: { person: "stranger", groups: ["visitors"] },
};

/** The identity by which an actor calls the API server. */
export function identityOf(actor: Actor): Identity {
  const other = otherIdentities[actor];
  if (other !== undefined) {
    return other;
  }
  const [role = "", name = ""] = actor.split(" of ");
  const [namespace = "", serviceAccount = ""] = name.split("/");
  if (role === "workload") {
    return { serviceAccount, namespace };
  }
  if (role === "delegate" || role === "namespace admin") {
    return { serviceAccount: role === "delegate" ? delegate : namespaceAdmin, namespace };
  }
  const group = groups[namespace as Tenant]?.[role];
  if (group === undefined) {
    throw new Error(`unknown actor "${actor}"`);
  }
  return { person: `${namespace}-${role}`, groups: [group] };
}

function identityOfAccount({ name, namespace }: { name: string; namespace: string }): Identity {
  return { serviceAccount: name, namespace };
}

/** The user name that the audit log must have. Undefined for a token given as text, which may be invalid. */
export function userNameOf(identity: Identity): string | undefined {
  if (identity === "anonymous") {
    return "system:anonymous";
  }
  if ("person" in identity) {
    return `oidc:${identity.person}`;
  }
  if ("serviceAccount" in identity) {
    return `system:serviceaccount:${identity.namespace}:${identity.serviceAccount}`;
  }
  return "certificate" in identity ? identity.certificate : undefined;
}
