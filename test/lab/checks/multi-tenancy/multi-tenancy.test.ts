import { expect } from "chai";
import type { Tenant } from "../../support/attempt.ts";
import { benchmarks, unmet } from "./benchmarks.ts";
import { type Tenancy, tenancy } from "./tenancy.ts";

// One of class standard, and one of class pci: with its own nodes, and without access to running pods.
const pairs: readonly (readonly [Tenant, Tenant])[] = [
  ["storefront", "payments"],
  ["payments", "storefront"],
];

describe("the multi-tenancy benchmarks", () => {
  it("are all benchmarks of the working group, each once", () => {
    const names = benchmarks.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    expect(benchmarks.filter(({ pending }) => pending === undefined)).to.have.length(18);
    expect(benchmarks.filter(({ pending }) => pending !== undefined)).to.have.length(4);
    expect(names).to.include.members(Object.keys(unmet));
  });

  for (const [namespace, other] of pairs) {
    describe(`in ${namespace}`, () => {
      let both: Tenancy;

      before(async () => {
        both = await tenancy(namespace, other);
      });

      for (const { name, id, title, shortfalls } of benchmarks) {
        const knownFailures = unmet[name];
        const verdict = knownFailures === undefined ? "is met" : `isn't met: ${knownFailures.reason}`;
        it(`${id === undefined ? "" : `${id} `}${title}: ${verdict}`, async () => {
          expect(await shortfalls(both)).to.deep.equal(knownFailures?.shortfalls ?? []);
        });
      }
    });
  }
});
