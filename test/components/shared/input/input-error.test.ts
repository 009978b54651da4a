import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { z } from "zod";
import { InputError } from "../../../../components/shared/input/input-error.ts";
import { schemaProblems } from "../../../../components/shared/input/schema-problems.ts";

const shown = (received: unknown) => {
  const { message } = new InputError("", [{ path: "x", received, allowed: "y" }]);
  return message.replace(/^x: received (.*); allowed: y\.$/, "$1");
};

describe("InputError", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const values: [what: string, value: unknown, text: string][] = [
    ["a list inside itself", cycle, "<ref *1> [ [Circular *1] ]"],
    ["a BigInt", 5n, "5n"],
    ["a BigInt inside", { a: 5n }, "{ a: 5n }"],
    ["NaN", Number.NaN, "NaN"],
    ["Infinity", Number.POSITIVE_INFINITY, "Infinity"],
    ["a Set", new Set(["a"]), "Set(1) { 'a' }"],
    ["a function", () => 1, "[Function (anonymous)]"],
    ["null", null, "null"],
  ];
  for (const [what, value, text] of values) {
    it(`shows ${what}`, () => {
      expect(shown(value)).to.equal(text);
    });
  }
});

describe("schemaProblems", () => {
  const schema = z.strictObject({
    name: z.string("a name"),
    port: z.int("a port"),
    size: z.union([z.enum(["small"]), z.strictObject({ cpu: z.number("cores") })], "a size").optional(),
    all: z
      .record(z.string(), z.strictObject({ on: z.boolean("true or false") }, "{ on }"), "a record")
      .optional(),
  });
  const fine = { name: "a", port: 1 };
  const problems = (rest: object) =>
    schemaProblems(schema, { ...fine, ...rest }).map(({ path, allowed, fix }) => ({ path, allowed, fix }));

  it("stops at an output or a promise, and doesn't check its own fields", () => {
    for (const later of [pulumi.output("a"), pulumi.output({ cpu: 1 }), Promise.resolve("a")]) {
      const at = (path: string) => [{ path, allowed: "a plain value, known at preview", fix: undefined }];
      expect(problems({ name: later })).to.deep.equal(at("name"));
      expect(problems({ size: later })).to.deep.equal(at("size"));
      expect(problems({ all: { x: later } })).to.deep.equal(at("all.x"));
      expect(schemaProblems(schema, later).map(({ path }) => path)).to.deep.equal([""]);
    }
  });

  it("names missing and unneeded quotes", () => {
    expect(problems({ name: 7 })).to.deep.equal([
      { path: "name", allowed: "a name", fix: "Put it in quotes." },
    ]);
    expect(problems({ port: "80" })).to.deep.equal([
      { path: "port", allowed: "a port", fix: "Write it without quotes." },
    ]);
    expect(problems({ port: "http" })).to.deep.equal([{ path: "port", allowed: "a port", fix: undefined }]);
  });

  it("doesn't accept inherited fields", () => {
    expect(problems({ valueOf: new Map() })).to.deep.equal([
      { path: "valueOf", allowed: "a known field", fix: "Its fields are name, port, size, all." },
    ]);
  });

  it("refuses an instance without fields in place of an object with optional fields", () => {
    const optional = z.strictObject({ a: z.strictObject({ b: z.string().optional() }, "{ b }") });
    expect(schemaProblems(optional, { a: {} })).to.deep.equal([]);
    expect(
      schemaProblems(optional, { a: new Date(0) }).map(({ path, allowed }) => [path, allowed]),
    ).to.deep.equal([["a", "{ b }"]]);
  });

  it("finds a key with the name __proto__ in addition to other problems", () => {
    expect(
      problems({ name: 7, all: JSON.parse('{"__proto__":{"on":true}}') }).map(({ path }) => path),
    ).to.deep.equal(["name", "all.__proto__"]);
  });

  it("finds a key with the name __proto__, which zod ignores in records", () => {
    expect(problems({ all: JSON.parse('{"__proto__":{"on":true}}') })).to.deep.equal([
      { path: "all.__proto__", allowed: "a name other than __proto__", fix: undefined },
    ]);
  });
});
