import { expect } from "chai";
import { at, type Properties, plain, show, showPath, unknown } from "../../../policy/lib/value.ts";

/** Throws if the property is read, like the SDK's proxies for a value that isn't known yet. */
function withUnknown(properties: object, name: string): object {
  return Object.defineProperty({ ...properties }, name, {
    enumerable: true,
    get: () => {
      throw new Error("string value can't be known during preview");
    },
  });
}

describe("policy values", () => {
  it("keeps known values of an object with an unknown value", () => {
    expect(plain({ a: 1, b: withUnknown({ c: [true, null] }, "d") })).to.deep.equal({
      a: 1,
      b: { c: [true, null], d: unknown },
    });
  });

  it("marks an unknown element of a list", () => {
    const list = Object.assign([1, 2], {});
    Object.defineProperty(list, 0, Object.getOwnPropertyDescriptor(withUnknown({}, "x"), "x") ?? {});
    expect(plain(list)).to.deep.equal([unknown, 2]);
  });

  const tree: Properties = { a: { "b.c": [{ d: 1 }], e: unknown, f: null } };

  it("finds a value by dotted path and by steps", () => {
    expect(at({ a: { b: false } }, "a.b")).to.equal(false);
    expect(at(tree, ["a", "b.c", 0, "d"])).to.equal(1);
  });

  it("finds no absent value, and no property that every object inherits", () => {
    expect(at(tree, "a.x.y")).to.equal(undefined);
    expect(at(tree, "a.f")).to.equal(undefined);
    expect(at(tree, "a.constructor")).to.equal(undefined);
    expect(at(tree, ["a", "b.c", 1, "d"])).to.equal(undefined);
  });

  it("is unknown inside an unknown value", () => {
    expect(at(tree, "a.e.g.h")).to.equal(unknown);
  });

  it("shows values and paths in the syntax of a program", () => {
    expect(show(undefined)).to.equal("nothing");
    expect(show([unknown, "a"])).to.equal('["(unknown)","a"]');
    expect(show("x".repeat(200))).to.have.lengthOf(120);
    expect(showPath("a.b")).to.equal("a.b");
    expect(showPath(["metadata", "labels", "a.example/b", 0, "c"])).to.equal(
      'metadata.labels["a.example/b"][0].c',
    );
  });
});
