import { z } from "zod";
import type { InputProblem } from "../shared/input/input-error.ts";
import { reporting } from "../shared/input/reporting.ts";
import { dnsLabel, nonBlank, optional, strictObject, wholeNumber } from "../shared/input/schemas.ts";
import type { AcceptedFlow, CalledFlow, CidrPeer, PodPeer } from "./flow.ts";

/** One object instead of the type's union, so that a problem can name a field. */
const peer = strictObject({
  namespace: optional(dnsLabel),
  workload: optional(dnsLabel),
  cidr: optional(z.string("an IPv4 range, such as 10.20.0.0/24")),
} satisfies Readonly<Record<keyof (PodPeer & CidrPeer), z.ZodType>>).check(
  reporting(["namespace", "workload", "cidr"], peerProblems),
) as unknown as z.ZodType<PodPeer | CidrPeer, PodPeer | CidrPeer>;

const flow = {
  port: wholeNumber(1, 65535),
  endPort: optional(wholeNumber(1, 65535)),
  protocol: optional(z.enum(["TCP", "UDP", "SCTP"], "TCP, UDP or SCTP")),
  reason: optional(nonBlank("a sentence on why")),
};
/** A flow that a namespace sends. */
export const calledFlow = strictObject({
  from: optional(dnsLabel),
  to: peer,
  ...flow,
} satisfies Readonly<Record<keyof CalledFlow, z.ZodType>>).check(
  reporting(["to", "reason"], ({ to, reason }) => reasonProblems(to, reason)),
  reporting(["port", "endPort"], endPortProblems),
) as unknown as z.ZodType<CalledFlow, CalledFlow>;

/** A flow that a namespace lets in. */
export const acceptedFlow = strictObject({
  from: peer,
  to: optional(dnsLabel),
  ...flow,
} satisfies Readonly<Record<keyof AcceptedFlow, z.ZodType>>).check(
  reporting(["from", "reason"], ({ from, reason }) => reasonProblems(from, reason)),
  reporting(["port", "endPort"], endPortProblems),
) as unknown as z.ZodType<AcceptedFlow, AcceptedFlow>;

interface Peer {
  readonly namespace?: string;
  readonly workload?: string;
  readonly cidr?: string;
}

function peerProblems({ namespace, workload, cidr }: Peer): InputProblem[] {
  const isPods = namespace !== undefined || workload !== undefined;
  if (cidr !== undefined && isPods) {
    return [
      { path: "cidr", received: cidr, allowed: "either addresses or pods", fix: "Write a flow for each." },
    ];
  }
  return cidr !== undefined || isPods
    ? []
    : [
        {
          path: "",
          received: {},
          allowed: "a namespace, a workload, or a cidr",
          fix: "An empty peer never means everyone.",
        },
      ];
}

function endPortProblems({
  port,
  endPort,
}: {
  readonly port: number;
  readonly endPort?: number;
}): InputProblem[] {
  return endPort === undefined || endPort > port
    ? []
    : [
        {
          path: "endPort",
          received: endPort,
          allowed: `a port above ${port}, the first of the range`,
          fix: "Omit endPort for one port.",
        },
      ];
}

function reasonProblems({ cidr }: Peer, reason: string | undefined): InputProblem[] {
  return cidr === undefined || reason !== undefined
    ? []
    : [{ path: "reason", received: reason, allowed: "a sentence on why; a flow with addresses needs one" }];
}
