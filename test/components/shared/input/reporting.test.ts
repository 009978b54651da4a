import { expect } from "chai";
import { z } from "zod";
import { eachOnce, reporting, reportingEntries } from "../../../../components/shared/input/reporting.ts";
import { schemaProblems } from "../../../../components/shared/input/schema-problems.ts";

const paths = (schema: z.ZodType, value: unknown) => schemaProblems(schema, value).map(({ path }) => path);

describe("a check that names the fields it reads", () => {
  const order = reporting(["least", "most"], ({ least, most }: { least: number; most: number }) =>
    least <= most ? [] : [{ path: "most", received: most, allowed: `${least} or more` }],
  );
  const schema = z.strictObject({ least: z.int(), most: z.int(), name: z.string() }).check(order);

  it("runs if other fields are invalid", () => {
    expect(paths(schema, { least: 2, most: 1, name: 7 })).to.deep.equal(["name", "most"]);
    expect(paths(schema, { least: 2, most: 1, name: "a", colour: "red" })).to.deep.equal(["colour", "most"]);
  });

  it("doesn't run on a field that is invalid, missing or probably misspelt", () => {
    expect(paths(schema, { least: "2", most: 1, name: "a" })).to.deep.equal(["least"]);
    expect(paths(schema, { most: 1, name: "a" })).to.deep.equal(["least"]);
    expect(paths(schema, { leest: 0, least: 2, most: 1, name: "a" })).to.deep.equal(["leest"]);
    expect(paths(schema, null)).to.deep.equal([""]);
  });

  it("runs together with another check that found a problem", () => {
    const twice = schema.check(order);
    expect(paths(twice, { least: 2, most: 1, name: "a" })).to.deep.equal(["most", "most"]);
  });
});

describe("a check of the whole value", () => {
  it("runs if the value is valid", () => {
    const schema = z
      .string("a text")
      .regex(/^a/, "an a")
      .check(reporting((value) => (value.length > 1 ? [] : [{ path: "", received: value, allowed: "two" }])));
    expect(schemaProblems(schema, "a").map(({ allowed }) => allowed)).to.deep.equal(["two"]);
    expect(schemaProblems(schema, "b").map(({ allowed }) => allowed)).to.deep.equal(["an a"]);
    expect(schemaProblems(schema, 7).map(({ allowed }) => allowed)).to.deep.equal(["a text"]);
  });
});

describe("a check of entries", () => {
  it("leaves out invalid entries, and checks the others", () => {
    const list = z.array(z.string()).check(eachOnce({ key: (item) => item, allowed: "each once" }));
    expect(paths(list, ["a", 7, "a", 7])).to.deep.equal(["[1]", "[3]", "[2]"]);
    expect(paths(list, "a")).to.deep.equal([""]);
    const record = z
      .record(z.string(), z.string())
      .check(
        reportingEntries((entries) =>
          entries.map(([key, value]) => ({ path: String(key), received: value, allowed: "" })),
        ),
      );
    expect(paths(record, { a: "x", b: 7 })).to.deep.equal(["b", "a"]);
  });
});
