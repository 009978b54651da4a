import { expect } from "chai";
import { classLabel } from "../../../components/contract/classes.ts";
import { platformLabel } from "../../../components/contract/platform-marks.ts";
import { isPlatforms } from "../../../policy/lib/own-admission.ts";

describe("the marks of namespaces in the pack", () => {
  it("are those of the components", () => {
    const labels = { [platformLabel]: "argocd" };
    expect(isPlatforms({ metadata: { labels } })).to.equal(true);
    expect(isPlatforms({ metadata: { labels: { ...labels, [classLabel]: "pci" } } })).to.equal(false);
  });
});
