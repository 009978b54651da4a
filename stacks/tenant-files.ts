import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { parseDocument, YAMLParseError } from "yaml";
import type { InputProblem } from "../components/internal.ts";
import { assertConfig } from "./config.ts";

/** What one tenant file holds, before it is checked against the schema. */
export interface TenantFile {
  /** The directory as the user wrote it, and the file's name: `tenants/payments.yaml`. */
  readonly source: string;
  readonly value: unknown;
}

/** The files that can be read, and what is wrong with the others. */
export interface TenantFiles {
  readonly files: readonly TenantFile[];
  readonly problems: readonly InputProblem[];
}

/**
 * Reads the tenant files (`*.yaml`, `*.yml`) of a directory, in the order of their names.
 *
 * Problems are what would be left out in silence, what is no YAML, and files that aren't named as their tenant.
 *
 * @throws InputError if the directory can't be read, or holds no files
 */
export function readTenantFiles(directory: string): TenantFiles {
  const { names, problems } = listFiles(directory);
  const files = names.map((name) => readFile(join(directory, name)));
  return {
    files: files.flatMap(({ file }) => file ?? []),
    problems: [...problems, ...files.flatMap(({ problem }) => problem ?? [])],
  };
}

interface ReadFile {
  readonly file?: TenantFile;
  readonly problem?: InputProblem;
}

function readFile(source: string): ReadFile {
  const { value, problem } = readYaml(source);
  if (problem !== undefined) {
    return { problem };
  }
  const misnamed = nameProblem(source, value);
  return { file: { source, value }, ...(misnamed !== undefined && { problem: misnamed }) };
}

function listFiles(directory: string): { names: string[]; problems: InputProblem[] } {
  // Editors keep their locks and copies in files that begin with a dot.
  const entries = readDirectory(directory).filter(({ name }) => !name.startsWith("."));
  const problems = entries.flatMap(missedProblems);
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  if (names.length === 0 && problems.length === 0) {
    const allowed = "a directory with at least one tenant file, as payments.yaml";
    assertConfig([{ path: "tenants", received: directory, allowed }]);
  }
  return { names, problems };
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

function readYaml(source: string): { value?: unknown; problem?: InputProblem } {
  try {
    const document = parseDocument(readFileSync(source, "utf8"));
    const [error] = document.errors;
    if (error !== undefined) {
      throw error;
    }
    // Throws for aliases that expand without end ("billion laughs").
    return { value: document.toJS() };
  } catch (error) {
    const received =
      error instanceof YAMLParseError && error.code === "MULTIPLE_DOCS"
        ? "several documents"
        : (error as Error).message.split("\n")[0]?.replace(/:$/, "");
    const allowed = "a readable file of one YAML document, each key once";
    return { problem: { path: source, received, allowed } };
  }
}

/** A copied file with its old name inside would silently describe another tenant. */
function nameProblem(source: string, value: unknown): InputProblem | undefined {
  const expected = parse(source).name;
  const name = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
  return typeof name === "string" && name !== expected
    ? {
        path: `${source}: name`,
        received: name,
        allowed: JSON.stringify(expected),
        fix: "A tenant's file is named as the tenant.",
      }
    : undefined;
}
