import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { expect } from "chai";
import { parse } from "yaml";

// Kubernetes publishes the schema of every built-in object in its Go module. `go mod download` checks it
// against the checksum database.
const versions = ["v1.35.4", "v1.36.3"];
const root = join(import.meta.dirname, "../..");

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The rewritten parts of Kubernetes' OpenAPI v2 document. */
interface Schema {
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

describe("Kubernetes schemas", function () {
  this.timeout(300_000);
  let objects: { file: string; object: KubernetesObject }[];
  let directory: string;

  before(function () {
    // The download of the schemas has no time-out.
    this.timeout(0);
    try {
      execFileSync("go", ["version"], { stdio: "ignore" });
    } catch {
      console.log("      skipped: Go is not on the PATH, and the schemas come from a Go module");
      this.skip();
    }
    versions.forEach(moduleDirectory);
    directory = mkdtempSync(join(tmpdir(), "casemate-manifests-"));
    for (const stack of ["dev", "prod-platform", "prod-tenants"]) {
      execFileSync(
        process.execPath,
        ["cli/casemate.ts", "manifests", "--stack", stack, "--out", join(directory, stack)],
        {
          cwd: root,
          stdio: ["ignore", "ignore", "inherit"],
        },
      );
    }
    objects = readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => ({ file, object: parse(readFileSync(join(directory, file), "utf8")) }));
  });

  after(() => {
    if (directory !== undefined) {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  for (const version of versions) {
    it(`accept every emitted object and refuse unknown fields: ${version}`, () => {
      const schemas = loadSchemas(version);
      expect(objects.length).to.be.greaterThan(50);
      const problems = objects.flatMap(({ file, object }) =>
        problemsOf(schemas, object).map((text) => `${file}: ${text}`),
      );
      expect(problems).to.deep.equal([]);
    });

    it(`refuse a misspelt field, a wrong type and an unknown kind: ${version}`, () => {
      const schemas = loadSchemas(version);
      const policy = objects.find(({ object }) => object.kind === "NetworkPolicy")?.object;
      expect(policy).to.not.equal(undefined);
      expect(problemsOf(schemas, { ...policy, specs: {} } as never)).to.not.deep.equal([]);
      expect(
        problemsOf(schemas, { ...policy, spec: { podSelector: {}, policyTypes: "Ingress" } } as never),
      ).to.not.deep.equal([]);
      expect(problemsOf(schemas, { ...policy, kind: "NetworkPolice" } as never)).to.not.deep.equal([]);
    });
  }
});

function problemsOf(schemas: ReadonlyMap<string, ValidateFunction>, object: KubernetesObject): string[] {
  const validate = schemas.get(`${object.apiVersion}/${object.kind}`);
  if (validate === undefined) {
    return [`unknown kind: ${object.apiVersion} ${object.kind}`];
  }
  return validate(object)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** The folder of Kubernetes' Go module, downloaded if it isn't in Go's cache yet. */
function moduleDirectory(version: string): string {
  const download = execFileSync("go", ["mod", "download", "-json", `k8s.io/kubernetes@${version}`], {
    encoding: "utf8",
    cwd: tmpdir(),
  });
  return (JSON.parse(download) as { Dir: string }).Dir;
}

/** Validators by `apiVersion/kind`, compiled when first asked for. */
function loadSchemas(version: string): ReadonlyMap<string, ValidateFunction> {
  const swagger: { definitions: Record<string, Schema> } = JSON.parse(
    readFileSync(join(moduleDirectory(version), "api/openapi-spec/swagger.json"), "utf8"),
  );
  for (const definition of Object.values(swagger.definitions)) {
    makeStrict(definition);
  }
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(swagger, "kubernetes");
  const validators = new Map<string, ValidateFunction>();
  for (const [name, definition] of Object.entries(swagger.definitions)) {
    for (const { group, version, kind } of definition["x-kubernetes-group-version-kind"] ?? []) {
      const key = `${group === "" ? version : `${group}/${version}`}/${kind}`;
      const lazy = ((object: unknown) => {
        const validate = ajv.getSchema(`kubernetes#/definitions/${name}`) as ValidateFunction;
        const valid = validate(object);
        lazy.errors = validate.errors ?? null;
        return valid;
      }) as ValidateFunction;
      validators.set(key, lazy);
    }
  }
  return validators;
}

/** Kubernetes drops unknown fields silently. Here they are errors. Its schema declares `int-or-string` as a string. */
function makeStrict(schema: Schema): void {
  if (schema.format === "int-or-string") {
    delete schema.type;
  }
  if (schema.properties !== undefined) {
    schema.additionalProperties ??= false;
    Object.values(schema.properties).forEach(makeStrict);
  }
}
