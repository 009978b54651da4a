import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { parseDocument, YAMLParseError } from "yaml";
import { assertNoProblems, InputError, type InputProblem } from "../components/internal.ts";
import { assertConfig } from "./config.ts";

/** What one tenant file holds, before it is checked against the schema. */
export interface TenantFile {
  /** The directory as the user wrote it, and the file's name: `tenants/payments.yaml`. */
  readonly source: string;
  readonly value: unknown;
}

/**
 * Reads the tenant files (`*.yaml`, `*.yml`) of a directory, in the order of their names.
 *
 * @throws InputError if the directory can't be read or holds none, or folders; if a file is no YAML, or if it is not
 * named as its tenant
 */
export function readTenantFiles(directory: string): TenantFile[] {
  return listFiles(directory).map((name) => {
    const source = join(directory, name);
    const value = readYaml(source);
    assertNamedAsTenant(source, value);
    return { source, value };
  });
}

function listFiles(directory: string): string[] {
  // Editors keep their locks and copies in files that begin with a dot.
  const entries = readDirectory(directory).filter(({ name }) => !name.startsWith("."));
  assertNoProblems("", entries.flatMap(missedProblems));
  const files = entries
    .map(({ name }) => name)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  if (files.length === 0) {
    const allowed = "a directory with at least one tenant file, as payments.yaml";
    assertConfig([{ path: "tenants", received: directory, allowed }]);
  }
  return files;
}

/** What looks like tenants, and would be left out in silence. */
function missedProblems(entry: Dirent): InputProblem[] {
  const path = join(entry.parentPath, entry.name);
  if (entry.isDirectory()) {
    return [{ path, received: "a directory", allowed: "files alone", fix: "Move its tenants up." }];
  }
  const { name, ext } = parse(entry.name);
  return /^\.ya?ml$/i.test(ext) && ext !== ext.toLowerCase()
    ? [
        {
          path,
          received: entry.name,
          allowed: "a name that ends in .yaml or .yml",
          fix: `Rename it to ${name}${ext.toLowerCase()}.`,
        },
      ]
    : [];
}

function readDirectory(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    const fix = `It failed with ${(error as NodeJS.ErrnoException).code}; paths are relative to the project.`;
    assertConfig([{ path: "tenants", received: directory, allowed: "a directory that can be read", fix }]);
    return [];
  }
}

function readYaml(source: string): unknown {
  try {
    const document = parseDocument(readFileSync(source, "utf8"));
    const [error] = document.errors;
    if (error !== undefined) {
      throw error;
    }
    // Throws for aliases that expand without end ("billion laughs").
    return document.toJS();
  } catch (error) {
    const message =
      error instanceof YAMLParseError && error.code === "MULTIPLE_DOCS"
        ? "several documents"
        : (error as Error).message.split("\n")[0]?.replace(/:$/, "");
    throw new InputError(source, [
      { path: "", received: message, allowed: "a readable file of one YAML document, each key once" },
    ]);
  }
}

/** A copied file with its old name inside would silently describe another tenant. */
function assertNamedAsTenant(source: string, value: unknown): void {
  const expected = parse(source).name;
  const name = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
  if (typeof name === "string" && name !== expected) {
    throw new InputError(source, [
      {
        path: "name",
        received: name,
        allowed: JSON.stringify(expected),
        fix: "A tenant's file is named as the tenant.",
      },
    ]);
  }
}
