import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import {
  referencePattern,
  registries as registriesSchema,
} from "../../../../components/admission/cel/registries.ts";
import { schemaProblems } from "../../../../components/shared/input/schema-problems.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const registries = ["reg.example.com", "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop"];
const allowed = (image: string) => new RegExp(referencePattern(registries)).test(image);

const registryProblems = (value: unknown) => schemaProblems(registriesSchema, value);

describe("the registries that images may come from", () => {
  for (const registry of [
    ...registries,
    "registry.example.com:5000",
    "registry:5000/team/a_b",
    "localhost",
    "localhost:5000",
    "ghcr.io/casemate",
  ]) {
    it(`accepts ${registry}`, () => {
      expect(registryProblems([registry])).to.deep.equal([]);
    });
  }

  const refused: readonly (readonly [string, RegExp | undefined])[] = [
    ["https://registry.example.com", /scheme/],
    ["registry.example.com/", /slash/],
    ["registry.example.com/shop/", /slash/],
    ["registry.example.com/app:v1", /tag/],
    [`registry.example.com/app@${digest}`, /digest/],
    ["*.example.com", /wildcards/],
    ["registry.example.com/*", /wildcards/],
    ["registry.example.com/shop:1", /tag/],
    ["Registry.example.com", /Write registry\.example\.com\./],
    ["registry.example.com/Shop", /Write registry\.example\.com\/shop\./],
    ["[::1]:5000", /IPv6/],
    ["docker", undefined],
    ["library/nginx", undefined],
    ["registry..example.com", undefined],
    ["-registry.example.com", undefined],
    ["registry.example.com:0", undefined],
    ["registry.example.com:65536", undefined],
    ["registry.example.com/../shop", undefined],
    ["registry.example.com//shop", undefined],
    ["registry.example.com|evil.io", undefined],
    [" registry.example.com", undefined],
    ["registry.example.com\n", undefined],
    ["", undefined],
  ];
  for (const [registry, fix] of refused) {
    it(`refuses ${JSON.stringify(registry)}`, () => {
      const [problem, ...others] = registryProblems([registry]);
      expect(others).to.deep.equal([]);
      expect(problem).to.include({ path: "[0]", received: registry });
      if (fix !== undefined) {
        expect(problem?.fix).to.match(fix);
      }
    });
  }

  it("refuses values from JavaScript that aren't a list of texts", () => {
    const others = ["registry.example.com", null, { a: 1 }, new Set(["a.io"]), Promise.resolve(["a.io"])];
    for (const value of [...others, [5], [null], pulumi.output(["a.io"]), [pulumi.output("a.io")]]) {
      const [problem, ...more] = registryProblems(value);
      expect(problem?.fix).to.equal(undefined);
      expect(problem?.path).to.equal(Array.isArray(value) ? "[0]" : "");
      expect(more).to.deep.equal([]);
    }
  });

  it("refuses an empty list and names the second of two", () => {
    expect(registryProblems([])).to.have.lengthOf(1);
    expect(registryProblems(["a.io", "b.io", "a.io"]).map(({ path }) => path)).to.deep.equal(["[2]"]);
  });
});

describe("referencePattern", () => {
  const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
  const component = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
  const path = fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  const tag = fc.option(fc.stringMatching(/^[\w][\w.-]{0,12}$/), { nil: undefined });
  const reference = fc
    .tuple(fc.constantFrom(...registries), path, tag, hex)
    .map(
      ([registry, name, version, sum]) =>
        `${registry}/${name}${version === undefined ? "" : `:${version}`}@sha256:${sum}`,
    );

  it("accepts every image of an allowed registry by digest", () => {
    fc.assert(fc.property(reference, (image) => allowed(image)));
  });

  it("refuses text before or after the reference", () => {
    const more = fc.string({ minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(reference, more, (image, text) => !allowed(text + image) && !allowed(image + text)),
    );
  });

  it("refuses images without a digest", () => {
    fc.assert(fc.property(reference, (image) => !allowed(image.slice(0, image.lastIndexOf("@")))));
  });

  it("refuses images of other hosts", () => {
    const host = fc.domain().filter((name) => !registries.some((registry) => registry.startsWith(name)));
    fc.assert(fc.property(host, path, hex, (name, app, sum) => !allowed(`${name}/${app}@sha256:${sum}`)));
  });

  for (const image of [
    `reg.example.com.evil.io/app@${digest}`,
    `reg.example.com@evil.io/app@${digest}`,
    `reg.example.com:443/app@${digest}`,
    `regxexample.com/app@${digest}`,
    `111122223333.dkr.ecr.eu-central-1.amazonaws.com/app@${digest}`,
    `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shopping/app@${digest}`,
    `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop@${digest}`,
    `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/../other/app@${digest}`,
    `reg.example.com/App@${digest}`,
    `reg.example.com/app@${digest.toUpperCase()}`,
    `reg.example.com/app@${digest.replace("sha256", "sha512")}`,
    `reg.example.com/app@${digest}@${digest}`,
    `evil.io/x\nreg.example.com/app@${digest}`,
  ]) {
    it(`refuses ${JSON.stringify(image.replace(digest, "sha256:…"))}`, () => {
      expect(allowed(image)).to.equal(false);
    });
  }

  it("refuses all images without a registry", () => {
    const pattern = new RegExp(referencePattern([]));
    fc.assert(fc.property(fc.oneof(reference, fc.string()), (image) => !pattern.test(image)));
  });
});
