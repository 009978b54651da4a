import { expect } from "chai";
import type { PlanDocument } from "../../../plan/document.ts";
import { matrixLines, reachabilityLines } from "../../../report/text/reachability-section.ts";
import { namespace } from "../../plan/objects.ts";

const plain = (text: string) => text;
const style = { width: 100, heading: plain, faint: plain, good: plain, warning: plain, bad: plain };

function lines(...connectivity: PlanDocument["connectivity"]): string[] {
  const document = { connectivity, resources: [namespace("shop")] } as unknown as PlanDocument;
  return reachabilityLines(document, style).map((line) => line.trim().replaceAll(/\s+/g, " "));
}

describe("the summary's reachability", () => {
  const https = { protocol: "TCP", port: 443 };

  it("puts the ports of a pair together, and those who reach the same", () => {
    expect(
      lines(
        { from: "shop/web", to: "shop/api", ...https },
        { from: "shop/web", to: "shop/api", protocol: "TCP", port: 8443 },
        { from: "10.0.0.0/24", to: "shop/api", ...https },
        { from: "shop/job", to: "shop/api", ...https },
      ),
    ).to.deep.equal(["shop/api TCP 443, 8443 <- shop/web", "shop/api TCP 443 <- 10.0.0.0/24, shop/job"]);
  });

  it("marks an end that another stack has to open, and no other", () => {
    expect(
      lines(
        { from: "gateway", to: "shop/web", ...https },
        { from: "shop", to: "ledger/api", ...https },
        { from: "shop", to: "kube-system/k8s-app=kube-dns", ...https },
        { from: "shop", to: "10.0.0.0/24", ...https },
        { from: "any pod", to: "shop", ...https },
        { from: "anyone", to: "shop", ...https },
      ).filter((line) => line.includes("elsewhere")),
    ).to.deep.equal(["ledger/api (elsewhere) TCP 443 <- shop", "shop/web TCP 443 <- gateway (elsewhere)"]);
  });

  it("has an x for namespaces that reach each other as any pods, on the same port", () => {
    const document = {
      connectivity: [
        { from: "shop", to: "any pod", ...https },
        { from: "any pod", to: "bank/api", ...https },
        { from: "any pod", to: "shop", protocol: "TCP", port: 8443 },
      ],
      resources: [namespace("shop"), namespace("bank")],
    } as unknown as PlanDocument;
    expect(matrixLines(document, style).map((line) => line.trim().split(/\s+/).slice(-2))).to.deep.equal([
      ["bank", "shop"],
      [".", "."],
      ["x", "."],
    ]);
  });
});
