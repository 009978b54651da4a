import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { parse } from "yaml";
import { badInputs } from "../stacks/bad-input.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string): unknown => parse(readFileSync(join(root, file), "utf8"));
const compile = (name: string) =>
  new Ajv2020({ strict: false, validateFormats: false }).compile(
    read(`schemas/${name}.schema.json`) as object,
  );

describe("the published JSON Schemas", () => {
  const config = compile("config");
  const tenant = compile("tenant");

  for (const file of readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name))) {
    it(`accept ${file}`, () => {
      expect(config(read(file)), JSON.stringify(config.errors)).to.equal(true);
    });
  }

  for (const file of readdirSync(join(root, "tenants"))) {
    it(`accept tenants/${file}`, () => {
      expect(tenant(read(`tenants/${file}`)), JSON.stringify(tenant.errors)).to.equal(true);
    });
  }

  const shapes = [
    "an unknown layer",
    "an unknown key",
    "no cluster name",
    "no admins",
    "an incomplete existing network",
  ];
  for (const { what, config: values } of badInputs.filter((input) => shapes.includes(input.what))) {
    it(`refuse a config with ${what}`, () => {
      const prefixed = Object.fromEntries(
        Object.entries(values).map(([key, value]) => [`casemate:${key}`, value]),
      );
      expect(config({ config: prefixed })).to.equal(false);
    });
  }

  it("refuse a tenant with a misspelt field, or without a team", () => {
    expect(tenant({ name: "checkout", team: "shop" })).to.equal(true);
    expect(tenant({ name: "checkout", team: "shop", acess: {} })).to.equal(false);
    expect(tenant({ name: "checkout" })).to.equal(false);
  });

  it("describe each field", () => {
    const { properties } = read("schemas/tenant.schema.json") as {
      properties: Record<string, { description?: string }>;
    };
    const undescribed = Object.keys(properties).filter((key) => properties[key]?.description === undefined);
    expect(undescribed).to.deep.equal([]);
  });
});
