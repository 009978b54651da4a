import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import {
  backend,
  declaredHost,
  hostRules,
  ingress,
  ingressPath,
  makeIngress,
} from "../support/ingress-objects.ts";
import { jsonPatch, mergePatch } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const standing = [
  { as: "platform", method: "POST", path: ingressPath("storefront"), body: ingress(hostRules(declaredHost)) },
] as const;
const one = `${ingressPath("storefront")}/attempt`;

const why = "An attacker with the host gets its visitors, their passwords and their certificates.";
const serves: Controls = [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1190")];

/** Ingresses for hosts that the tenant didn't declare. Only `storefront` declares one. */
export const attempts: readonly Attempt[] = [
  ...table({ expect: "refused", by: "casemate-ingresses", why, serves }, [
    {
      name: "claims another tenant's host",
      as: "developer of checkout",
      does: makeIngress("checkout", hostRules(declaredHost)),
    },
    {
      name: "claims all hosts of the domain by a wildcard",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules("*.example.com")),
    },
    {
      name: "claims a host below its own",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(`pay.${declaredHost}`)),
    },
    {
      name: "claims a host that ends like its own",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(`evil-${declaredHost}`)),
    },
    {
      name: "claims all hosts by a rule without one",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules()),
    },
    {
      name: "claims all hosts by a default backend",
      as: "developer of storefront",
      does: makeIngress("storefront", { defaultBackend: backend }),
    },
    {
      name: "claims all hosts by a default backend in addition to its own host",
      as: "developer of storefront",
      does: makeIngress("storefront", { ...hostRules(declaredHost), defaultBackend: backend }),
    },
    {
      name: "claims another host in a second rule",
      as: "developer of storefront",
      does: makeIngress("storefront", {
        rules: [...hostRules(declaredHost).rules, ...hostRules("pay.example.com").rules],
      }),
    },
    {
      name: "requests a certificate of another host",
      as: "developer of storefront",
      does: makeIngress("storefront", {
        ...hostRules(declaredHost),
        tls: [{ hosts: ["pay.example.com"], secretName: "pay" }],
      }),
    },
    {
      name: "requests a certificate without a host",
      as: "developer of storefront",
      does: makeIngress("storefront", { ...hostRules(declaredHost), tls: [{ secretName: "any" }] }),
    },
  ]),
  ...table({ given: standing, expect: "refused", by: "casemate-ingresses", why, serves }, [
    {
      name: "moves its Ingress to another host by a JSON patch",
      as: "developer of storefront",
      does: jsonPatch(one, { op: "replace", path: "/spec/rules/0/host", value: "pay.example.com" }),
    },
    {
      name: "adds a default backend to its Ingress",
      as: "developer of storefront",
      does: mergePatch(one, { spec: { defaultBackend: backend } }),
    },
    {
      name: "adds an alias to its Ingress",
      as: "operator of storefront",
      does: mergePatch(one, {
        metadata: { annotations: { "nginx.ingress.kubernetes.io/server-alias": "pay.example.com" } },
      }),
    },
    {
      name: "adds an alias to its Ingress through the status",
      as: "delegate of storefront",
      does: mergePatch(`${one}/status`, {
        metadata: { annotations: { "nginx.ingress.kubernetes.io/server-alias": "pay.example.com" } },
      }),
    },
  ]),
  {
    name: "opens its declared host",
    as: "developer of storefront",
    does: makeIngress("storefront", {
      ...hostRules(declaredHost),
      tls: [{ hosts: [declaredHost], secretName: "shop" }],
    }),
    expect: "admitted",
    why: "A tenant may serve its declared host.",
    serves: [...requirement("B4")],
  },
  {
    name: "opens its declared host with harmless annotations",
    as: "developer of storefront",
    does: makeIngress("storefront", hostRules(declaredHost), {
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/scheme": "internet-facing",
      "cert-manager.io/cluster-issuer": "platform",
      "nginx.ingress.kubernetes.io/auth-tls-secret": "storefront/visitors",
      "nginx.ingress.kubernetes.io/auth-secret": "staff",
    }),
    expect: "admitted",
    why: "A tenant may configure how its own requests are handled.",
    serves: [...requirement("B4")],
  },
  {
    name: "writes the address of its Ingress to the status",
    as: "delegate of storefront",
    given: standing,
    does: mergePatch(`${one}/status`, {
      status: { loadBalancer: { ingress: [{ hostname: "lb.example.com" }] } },
    }),
    expect: "admitted",
    why: "Ingress controllers write it.",
    serves: [...requirement("B4")],
  },
];
