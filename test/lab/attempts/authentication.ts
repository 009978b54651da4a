import type { Lab } from "../../../lab/lab.ts";
import type { Attempt, Request } from "../support/attempt.ts";
import { forged, tokenFor, tokenOfDeleted } from "../support/forged-tokens.ts";
import { pathOf, read } from "../support/requests.ts";

/** Who isn't whom he says: tokens that the API server mustn't believe. */

/** What the developer of checkout may read, so that nothing but authentication refuses it. */
const ownPods = read(pathOf("v1", "pods", "checkout"));
const developer = { sub: "mallory", groups: ["orders-dev"] };

type Token = (lab: Lab) => Promise<string>;

const unbelievable: readonly (readonly [name: string, token: Token])[] = [
  ["a token that has expired", ({ issuer }) => issuer.mint(developer, { expiresIn: -600 })],
  [
    "a token that isn't valid yet",
    ({ issuer }) => issuer.mint({ ...developer, nbf: Math.floor(Date.now() / 1000) + 3600 }),
  ],
  ["a token for another client", ({ issuer }) => issuer.mint(developer, { audience: "another-client" })],
  ["a token for AWS", ({ issuer }) => issuer.mint(developer, { audience: "sts.amazonaws.com" })],
  [
    "a token of another issuer",
    ({ issuer }) => issuer.mint(developer, { issuer: "https://login.evil.example" }),
  ],
  [
    "a token of an issuer whose name only begins as ours",
    ({ issuer }) => issuer.mint(developer, { issuer: `${issuer.url}/evil` }),
  ],
  ["a token without a signature", ({ issuer }) => issuer.mint(developer, { alg: "none" })],
  [
    "a token signed with another key under the name of ours",
    ({ issuer }) => issuer.mint(developer, { key: "other" }),
  ],
  ["a token signed with our public key as if it were a secret", (lab) => forged.byPublicKey(lab, developer)],
  ["a token that brings its own key along", (lab) => forged.withOwnKey(lab, developer)],
  [
    "a token whose claims were changed after it was signed",
    (lab) => forged.changed(lab, developer, { groups: ["platform"] }),
  ],
  ["a token without its signature's end", (lab) => forged.cut(lab, developer)],
  ["a token without a subject", ({ issuer }) => issuer.mint({ groups: ["orders-dev"] } as never)],
  ["a word instead of a token", async () => "letmein"],
  [
    "a token signed as the cluster's own by another key",
    ({ issuer }) =>
      issuer.mint(
        { sub: "system:serviceaccount:kube-system:deployment-controller" },
        { issuer: "https://kubernetes.default.svc", key: "other" },
      ),
  ],
];

const ofServiceAccounts: readonly (readonly [name: string, token: Token])[] = [
  ["a token of a service account that was deleted", (lab) => tokenOfDeleted(lab, "account")],
  ["a token of a pod that was deleted", (lab) => tokenOfDeleted(lab, "pod")],
  [
    "a service account's token for another audience",
    (lab) => tokenFor(lab, "checkout", "checkoutservice", ["vault.example"]),
  ],
  [
    "a service account's token for AWS",
    (lab) => tokenFor(lab, "checkout", "checkoutservice", ["pods.eks.amazonaws.com"]),
  ],
];

/** Believed, but as nobody special: the cluster's prefix stands before every name and group. */
const pretenders: readonly (readonly [name: string, claims: object, does: Request])[] = [
  [
    "a token with the group system:masters",
    { sub: "mallory", groups: ["system:masters"] },
    read("/api/v1/nodes"),
  ],
  [
    "a token with the group system:nodes",
    { sub: "system:node:any", groups: ["system:nodes"] },
    read("/api/v1/nodes"),
  ],
  [
    "a token with the group of the controllers",
    { sub: "mallory", groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system"] },
    read("/api/v1/secrets"),
  ],
  ["a token with the name system:admin", { sub: "system:admin", groups: [] }, read("/api/v1/nodes")],
  [
    "a token with the name of a controller",
    { sub: "system:serviceaccount:kube-system:namespace-controller", groups: [] },
    read("/api/v1/secrets"),
  ],
  [
    "a token with the name of EKS's network policy controller",
    { sub: "eks:network-policy-controller", groups: [] },
    read("/apis/networking.k8s.io/v1/networkpolicies"),
  ],
  [
    "a token with the platform's group and its prefix",
    { sub: "mallory", groups: ["oidc:platform"] },
    read("/api/v1/nodes"),
  ],
  [
    "a token with the platform's group in another case",
    { sub: "mallory", groups: ["Platform"] },
    read("/api/v1/nodes"),
  ],
  [
    "a token with two groups in one",
    { sub: "mallory", groups: ["visitors,platform"] },
    read("/api/v1/nodes"),
  ],
  ["a token without groups", { sub: "checkout-developer" }, ownPods],
  [
    "a token with its groups under another claim",
    { sub: "mallory", "cognito:groups": ["orders-dev"], roles: ["orders-dev"] },
    ownPods,
  ],
];

const why = "What the identity provider didn't sign for this cluster, and now, is nobody's word.";
const serves = ["A1", "NSA-AUTH-02", "K09:2025", "T1078"] as const;

/** Forged, stale and borrowed identities. */
export const authentication: readonly Attempt[] = [
  ...[...unbelievable, ...ofServiceAccounts].map(
    ([name, token]): Attempt => ({
      name: "lists pods",
      as: { name: `holder of ${name}`, identity: async (lab) => ({ token: await token(lab) }) },
      does: ownPods,
      expect: "refused",
      by: "authentication",
      why,
      serves,
    }),
  ),
  ...pretenders.map(
    ([name, claims, does]): Attempt => ({
      name: "reads what it has no right to",
      as: {
        name: `holder of ${name}`,
        identity: async ({ issuer }) => ({ token: await issuer.mint(claims as { sub: string }) }),
      },
      does,
      expect: "refused",
      by: "rbac",
      why: "The identity provider's names and groups must not reach those that Kubernetes gives a meaning to.",
      serves: ["A1", "A2", "NSA-AUTH-02"],
    }),
  ),
  {
    name: "lists pods",
    as: {
      name: "holder of a good token",
      identity: async ({ issuer }) => ({
        token: await issuer.mint({ sub: "alice", groups: ["orders-dev"] }),
      }),
    },
    does: ownPods,
    expect: "admitted",
    why: "Without this all the above could be refused for a reason of its own.",
    serves: ["A1"],
  },
];
