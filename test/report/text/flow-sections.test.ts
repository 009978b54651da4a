import { expect } from "chai";
import type { Connection, PlanDocument } from "../../../plan/document.ts";
import { strictFindings } from "../../../plan/strict.ts";
import {
  flowCounts,
  halfOpenLines,
  stoppedLines,
  unjudgedLines,
  unselectedLines,
} from "../../../report/text/flow-sections.ts";
import { matrixLines, reachabilityLines } from "../../../report/text/reachability-section.ts";
import { namespace } from "../../plan/objects.ts";

const plain = (text: string) => text;
const style = { width: 120, heading: plain, faint: plain, good: plain, warning: plain, bad: plain };

function documentOf(part: Partial<PlanDocument>): PlanDocument {
  return {
    connectivity: [],
    halfOpen: [],
    unselectedPods: [],
    resources: [namespace("shop"), namespace("bank")],
    ...part,
  } as unknown as PlanDocument;
}

const words = (lines: readonly string[]) => lines.map((line) => line.trim().replaceAll(/\s+/g, " "));

const tcp = (port: number) => ({ protocol: "TCP", port });
const connectivity: readonly Connection[] = [
  { from: "shop/web", to: "10.64.224.0/24", ...tcp(5432), marks: ["stopped by security group"] },
  { from: "shop/web", to: "10.30.4.0/28", ...tcp(5432), marks: ["no route"] },
  {
    from: "shop/web",
    to: "10.40.0.0/16",
    ...tcp(443),
    marks: ["not judged: security group", "not judged: route"],
  },
  { from: "shop/web", to: "10.50.0.0/16", ...tcp(443) },
];
const halfOpen = [
  { from: "shop", to: "paymentss", ...tcp(8443), missing: "paymentss", didYouMean: "payments" },
  { from: "gateway", to: "shop/web", ...tcp(8080), missing: "gateway" },
  { from: "shop", to: "istio-system", ...tcp(15012), missing: "istio-system", isExempt: true },
] as const;

describe("the summary of flows", () => {
  it("lists half-open flows with the name that is likely meant", () => {
    expect(words(halfOpenLines(documentOf({ halfOpen }), style))).to.deep.equal([
      "shop -> paymentss TCP 8443 paymentss isn't in this program. Did you mean payments?",
      "gateway -> shop/web TCP 8080 gateway isn't in this program",
      "shop -> istio-system TCP 15012 istio-system is exempt: its own policies must allow the flow",
    ]);
  });

  it("lists flows that something stops, and counts those that the plan can't judge", () => {
    expect(words(stoppedLines(documentOf({ connectivity }), style))).to.deep.equal([
      "shop/web -> 10.64.224.0/24 TCP 5432 stopped by security group",
      "shop/web -> 10.30.4.0/28 TCP 5432 no route",
    ]);
    expect(words(unjudgedLines(documentOf({ connectivity }), style))).to.deep.equal([
      "security group 1 flow shop/web -> 10.40.0.0/16",
      "route 1 flow shop/web -> 10.40.0.0/16",
    ]);
  });

  it("marks them in the reachability too", () => {
    expect(words(reachabilityLines(documentOf({ connectivity }), style))).to.deep.equal([
      "10.30.4.0/28 TCP 5432 (no route) <- shop/web",
      "10.40.0.0/16 TCP 443 (not judged: security group, not judged: route) <- shop/web",
      "10.50.0.0/16 TCP 443 <- shop/web",
      "10.64.224.0/24 TCP 5432 (stopped by security group) <- shop/web",
    ]);
  });

  it("marks a stopped pair in the matrix, unless another port is open", () => {
    const row = { from: "shop", to: "bank", ...tcp(8443), marks: ["stopped by security group"] } as const;
    const cell = (...rows: Connection[]) =>
      words(matrixLines(documentOf({ connectivity: rows }), style))
        .at(-1)
        ?.split(" ")
        .at(1);
    expect(cell(row)).to.equal("!");
    expect(cell(row, { from: "shop", to: "bank", ...tcp(443) })).to.equal("x");
    expect(cell()).to.equal(".");
  });

  it("says what follows for pods without a policy", () => {
    const unselectedPods = [
      { pods: "cert-manager", effect: "closed" },
      { pods: "legacy/*", effect: "closed" },
      { pods: "istio-system", effect: "not judged" },
    ] as const;
    const lines = words(unselectedLines(documentOf({ unselectedPods }), style));
    expect(lines[0]).to.equal("cert-manager, legacy/* closed in both directions: strict mode");
    expect(lines[1]).to.match(/^istio-system not judged/);
  });

  it("has the counts for --quiet, and nothing if there are none", () => {
    expect(flowCounts(documentOf({ connectivity, halfOpen }))).to.equal(
      "3 half-open flows, 2 stopped flows: see plan.json.\n",
    );
    expect(flowCounts(documentOf({}))).to.equal("");
  });
});

describe("a strict plan", () => {
  it("finds half-open and stopped flows, and none that the plan can't judge", () => {
    expect(strictFindings(documentOf({ connectivity, halfOpen }))).to.deep.equal([
      "half-open flow shop -> paymentss, TCP 8443: paymentss isn't in this program. Did you mean payments?",
      "half-open flow gateway -> shop/web, TCP 8080: gateway isn't in this program. Plan it together with gateway, or remove the flow.",
      "flow shop/web -> 10.64.224.0/24, TCP 5432: stopped by security group.",
      "flow shop/web -> 10.30.4.0/28, TCP 5432: no route.",
    ]);
    expect(strictFindings(documentOf({}))).to.deep.equal([]);
  });
});
