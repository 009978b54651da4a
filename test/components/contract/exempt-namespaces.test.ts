import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { exemptNamespaces } from "../../../components/contract/exempt-namespaces.ts";
import { schemaProblems } from "../../../components/shared/input/schema-problems.ts";

const mesh = { name: "istio-system", reason: "the mesh" };
const paths = (value: unknown) => schemaProblems(exemptNamespaces, value).map(({ path }) => path);

describe("namespaces that admission exempts", () => {
  it("are named with a reason", () => {
    expect(paths([mesh, { name: "gateway", reason: "the ingress" }])).to.deep.equal([]);
  });

  const wrong: [what: string, value: unknown, ...paths: string[]][] = [
    ["no list", "istio-system", ""],
    ["null", null, ""],
    ["an output", pulumi.output([mesh]), ""],
    ["an object", { mesh }, ""],
    ["null in the list", [null], "[0]"],
    ["a number in the list", [5], "[0]"],
    ["only a name", ["istio-system"], "[0]"],
    ["an output in the list", [pulumi.output(mesh)], "[0]"],
    ["a misspelt name", [{ nme: "istio-system", reason: "x" }], "[0].name", "[0].nme"],
    ["a further field", [{ ...mesh, until: "2030-01-01" }], "[0].until"],
    ["a pattern", [{ ...mesh, name: "istio-*" }], "[0].name"],
    ["no reason", [{ ...mesh, reason: " " }], "[0].reason"],
    ["one twice", [mesh, mesh], "[1].name"],
    ["one of the system's", [{ ...mesh, name: "kube-system" }], "[0].name"],
  ];
  for (const [what, value, ...expected] of wrong) {
    it(`aren't ${what}`, () => {
      expect(paths(value)).to.deep.equal(expected);
    });
  }
});
