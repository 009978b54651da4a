import type { Attempt, Layer } from "./attempt.ts";

/** The API server's answer to a request that it refuses. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * The status and text of each layer's refusal, in kube-apiserver 1.35 and 1.36. The first match counts. A policy's
 * message is checked before these, since it may hold any words.
 */
const signs: readonly { readonly layer: Layer; readonly status: readonly number[]; readonly text: RegExp }[] =
  [
    { layer: "authentication", status: [401], text: /./ },
    { layer: "pod-security", status: [403], text: /violates PodSecurity "/ },
    {
      layer: "quota",
      status: [403],
      text: /exceeded quota: |failed quota: |^insufficient quota/,
    },
    { layer: "limit-range", status: [403], text: /(minimum|maximum) \S+ usage per (Container|Pod|Persist)/ },
    {
      layer: "node-restriction",
      status: [403],
      text: /(^|: |, )(node "|is not allowed|can only|unable to determine)/,
    },
    { layer: "escalation", status: [403], text: /attempting to grant RBAC permissions not currently held/ },
    { layer: "rbac", status: [403], text: /User "[^"]*" cannot / },
    { layer: "service-account", status: [403], text: /error looking up service account|service account/ },
    {
      layer: "namespace-lifecycle",
      status: [403],
      text: /because it is being terminated|may not be deleted/,
    },
    {
      layer: "certificates",
      status: [403],
      text: /not permitted to (sign|approve)|signer with \S+ group is not allowed/,
    },
    { layer: "runtime-class", status: [403], text: /pod rejected: .*RuntimeClass/ },
    { layer: "api-fairness", status: [429], text: /./ },
    { layer: "validation", status: [400, 422], text: /./ },
  ];

/** The layer that refused. Undefined for an answer that comes from no layer, such as 404 or 409. */
export function layerOf({ status, message }: Refusal): Layer | undefined {
  const policy = /ValidatingAdmissionPolicy '(casemate-[a-z-]+)' with binding/.exec(message)?.[1];
  if (policy !== undefined) {
    return policy as Layer;
  }
  return signs.find((sign) => sign.status.includes(status) && sign.text.test(message))?.layer;
}

/** The layers that may refuse an attempt. */
export function layersOf({ by }: Pick<Attempt, "by">): readonly Layer[] {
  return by === undefined ? [] : typeof by === "string" ? [by] : by;
}

/** Two policies that refuse the same templates. The order in which the API server asks them isn't fixed. */
export const eitherPolicy = ["casemate-templates", "casemate-pods"] as const satisfies readonly Layer[];
