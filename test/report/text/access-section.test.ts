import { expect } from "chai";
import type { AccessRight, PlanDocument } from "../../../plan/document.ts";
import { accessLines } from "../../../report/text/access-section.ts";
import { namespaceLines } from "../../../report/text/namespaces-section.ts";
import { kubernetes } from "../../plan/objects.ts";

const plain = (text: string) => text;
const style = { width: 160, heading: plain, faint: plain, good: plain, warning: plain, bad: plain };
const flat = (lines: readonly string[]) => lines.map((line) => line.trim().replaceAll(/\s+/g, " "));

describe("the summary's access", () => {
  const lines = (...access: AccessRight[]) => flat(accessLines({ access } as unknown as PlanDocument, style));
  const right = (subject: string, namespace: string, verbs: string[], resources: string[]): AccessRight => ({
    subject,
    namespace,
    verbs,
    resources,
  });

  it("begins with the strongest rights, and not with the first names", () => {
    expect(
      lines(
        right("Group a", "shop", ["get"], ["pods"]),
        right("Group b", "shop", ["get"], ["pods", "secrets"]),
        right("Group c", "shop", ["create"], ["pods"]),
        right("Group d", "shop", ["create"], ["pods/exec"]),
        right("Group e", "shop", ["*"], ["*"]),
        right("Group z", "*", ["*"], ["*"]),
      ).map((line) => line.slice(0, 7)),
    ).to.deep.equal(["Group z", "Group e", "Group d", "Group b", "Group c", "Group a"]);
  });

  it("names the accounts that a controller may act as, after those who write", () => {
    expect(
      lines(
        right("Group a", "shop", ["get"], ["pods"]),
        right("ServiceAccount flux-system/kustomize", "shop", ["impersonate"], ["serviceaccounts/flux"]),
        right("Group b", "shop", ["create"], ["pods/exec"]),
      ),
    ).to.deep.equal([
      "Group b writes 1, exec shop",
      "ServiceAccount flux-system/kustomize acts as flux shop",
      "Group a reads 1 kind shop",
    ]);
  });

  it("never cuts off the administrator of a cluster with many tenants", () => {
    const tenants = Array.from({ length: 120 }, (_, index) =>
      right(`Group oidc:dev-${index}`, `tenant-${index}`, ["create", "get"], ["pods", `kind-${index}`]),
    );
    const all = lines(...tenants, right("arn:aws:iam::1:role/zz-admin", "*", ["*"], ["*"]));
    expect(all[0]).to.equal("arn:aws:iam::1:role/zz-admin everything everywhere");
    expect(all.at(-1)).to.equal("and 81 more in plan.json");
  });
});

describe("the summary's namespaces", () => {
  it("show the hosts that each may claim", () => {
    const namespaces = [
      kubernetes("v1", "Namespace", {
        name: "web",
        annotations: { "casemate.dev/hosts": "a.example.com\n*.b.example.com" },
      }),
      kubernetes("v1", "Namespace", { name: "job" }),
    ];
    const document = { resources: namespaces, connectivity: [] } as unknown as PlanDocument;
    expect(flat(namespaceLines(document, style))).to.deep.equal([
      "namespace class pods cpu memory storage flows in out hosts",
      "job - - - - - 0 0 -",
      "web - - - - - 0 0 a.example.com, *.b.example.com",
    ]);
  });
});
