import { expect } from "chai";
import { interactivePolicy } from "../../components/admission/policies/interactive.ts";
import { classes, classLabel } from "../../components/contract/classes.ts";
import * as protocol from "../../protocol/open-classes.ts";

describe("the classes that let users enter pods", () => {
  it("are those of the profiles", () => {
    const open = Object.entries(classes).flatMap(([name, { interactive }]) => (interactive ? [name] : []));
    expect(protocol.openClasses).to.deep.equal(open);
    expect(protocol.classLabel).to.equal(classLabel);
  });

  it("have the subresources that the admission policy judges", () => {
    const { spec } = interactivePolicy([]);
    const rules = typeof spec === "function" ? [] : spec.matchConstraints.resourceRules;
    expect([...protocol.interactiveResources].sort()).to.deep.equal(
      rules.flatMap(({ resources }) => resources).sort(),
    );
  });
});
