import { mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { forged, holder, tokenFor, tokenOfDeleted } from "../support/forged-tokens.ts";
import { pathOf, read } from "../support/requests.ts";
import { table } from "../support/tables.ts";

/** The developer of checkout may read these, so that only authentication can refuse. */
const ownPods = read(pathOf("v1", "pods", "checkout"));
const developer = { sub: "mallory", groups: ["orders-dev"] };

/** Forged, expired and reused identities. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      name: "lists pods",
      does: ownPods,
      expect: "refused",
      by: "authentication",
      why: "Only a valid token that the identity provider signed for this cluster proves an identity.",
      serves: [...requirement("A1"), ...nsa("NSA-AUTH-02"), ...mitre("T1078"), ...owasp("K09:2025")],
    },
    [
      { as: holder("a token that has expired", ({ issuer }) => issuer.mint(developer, { expiresIn: -600 })) },
      {
        as: holder("a token that isn't valid yet", ({ issuer }) =>
          issuer.mint({ ...developer, nbf: Math.floor(Date.now() / 1000) + 3600 }),
        ),
      },
      {
        as: holder("a token for another client", ({ issuer }) =>
          issuer.mint(developer, { audience: "another-client" }),
        ),
      },
      {
        as: holder("a token for AWS", ({ issuer }) =>
          issuer.mint(developer, { audience: "sts.amazonaws.com" }),
        ),
      },
      {
        as: holder("a token of another issuer", ({ issuer }) =>
          issuer.mint(developer, { issuer: "https://login.evil.example" }),
        ),
      },
      {
        as: holder("a token of an issuer whose name only begins like ours", ({ issuer }) =>
          issuer.mint(developer, { issuer: `${issuer.url}/evil` }),
        ),
      },
      { as: holder("a token without a signature", ({ issuer }) => issuer.mint(developer, { alg: "none" })) },
      {
        as: holder("a token signed with another key under the name of ours", ({ issuer }) =>
          issuer.mint(developer, { key: "other" }),
        ),
      },
      {
        as: holder("a token signed with our public key as a shared secret", (lab) =>
          forged.byPublicKey(lab, developer),
        ),
      },
      { as: holder("a token that contains its own key", (lab) => forged.withOwnKey(lab, developer)) },
      {
        as: holder("a token whose claims were changed after it was signed", (lab) =>
          forged.changed(lab, developer, { groups: ["platform"] }),
        ),
      },
      { as: holder("a token with a truncated signature", (lab) => forged.cut(lab, developer)) },
      {
        as: holder("a token without a subject", ({ issuer }) =>
          issuer.mint({ groups: ["orders-dev"] } as never),
        ),
      },
      { as: holder("a text that isn't a token", async () => "letmein") },
      {
        as: holder("a token signed as the cluster's own by another key", ({ issuer }) =>
          issuer.mint(
            { sub: "system:serviceaccount:kube-system:deployment-controller" },
            { issuer: "https://kubernetes.default.svc", key: "other" },
          ),
        ),
      },

      {
        as: holder("a token of a service account that was deleted", (lab) => tokenOfDeleted(lab, "account")),
      },
      { as: holder("a token of a pod that was deleted", (lab) => tokenOfDeleted(lab, "pod")) },
      {
        as: holder("a service account's token for another audience", (lab) =>
          tokenFor(lab, "checkout", "checkoutservice", ["vault.example"]),
        ),
      },
      {
        as: holder("a service account's token for AWS", (lab) =>
          tokenFor(lab, "checkout", "checkoutservice", ["pods.eks.amazonaws.com"]),
        ),
      },
    ],
  ),
  // Accepted tokens, but the cluster's prefix is added to every name and group.
  ...table(
    {
      name: "reads an object without the right to",
      expect: "refused",
      by: "rbac",
      why: "The identity provider's names and groups must not equal those with a meaning in Kubernetes.",
      serves: [...requirement("A1", "A2"), ...nsa("NSA-AUTH-02")],
    },
    [
      {
        as: holder("a token with the group system:masters", ({ issuer }) =>
          issuer.mint({ sub: "mallory", groups: ["system:masters"] }),
        ),
        does: read("/api/v1/nodes"),
      },
      {
        as: holder("a token with the group system:nodes", ({ issuer }) =>
          issuer.mint({ sub: "system:node:any", groups: ["system:nodes"] }),
        ),
        does: read("/api/v1/nodes"),
      },
      {
        as: holder("a token with the group of the controllers", ({ issuer }) =>
          issuer.mint({
            sub: "mallory",
            groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system"],
          }),
        ),
        does: read("/api/v1/secrets"),
      },
      {
        as: holder("a token with the name system:admin", ({ issuer }) =>
          issuer.mint({ sub: "system:admin", groups: [] }),
        ),
        does: read("/api/v1/nodes"),
      },
      {
        as: holder("a token with the name of a controller", ({ issuer }) =>
          issuer.mint({ sub: "system:serviceaccount:kube-system:namespace-controller", groups: [] }),
        ),
        does: read("/api/v1/secrets"),
      },
      {
        as: holder("a token with the name of EKS's network policy controller", ({ issuer }) =>
          issuer.mint({ sub: "eks:network-policy-controller", groups: [] }),
        ),
        does: read("/apis/networking.k8s.io/v1/networkpolicies"),
      },
      {
        as: holder("a token with the platform's group and its prefix", ({ issuer }) =>
          issuer.mint({ sub: "mallory", groups: ["oidc:platform"] }),
        ),
        does: read("/api/v1/nodes"),
      },
      {
        as: holder("a token with the platform's group in another case", ({ issuer }) =>
          issuer.mint({ sub: "mallory", groups: ["Platform"] }),
        ),
        does: read("/api/v1/nodes"),
      },
      {
        as: holder("a token with two groups in one", ({ issuer }) =>
          issuer.mint({ sub: "mallory", groups: ["visitors,platform"] }),
        ),
        does: read("/api/v1/nodes"),
      },
      {
        as: holder("a token without groups", ({ issuer }) => issuer.mint({ sub: "checkout-developer" })),
        does: ownPods,
      },
      {
        as: holder("a token with its groups under another claim", ({ issuer }) =>
          issuer.mint({ sub: "mallory", "cognito:groups": ["orders-dev"], roles: ["orders-dev"] }),
        ),
        does: ownPods,
      },
    ],
  ),
  {
    name: "lists pods",
    as: holder("a good token", ({ issuer }) => issuer.mint({ sub: "alice", groups: ["orders-dev"] })),
    does: ownPods,
    expect: "admitted",
    why: "Without this case, the refusals above could have other reasons.",
    serves: [...requirement("A1")],
  },
];
