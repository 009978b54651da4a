import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { parseDocument, YAMLParseError } from "yaml";
import type { InputProblem } from "../components/internal.ts";
import { assertConfig } from "./config.ts";

/** The content of one tenant file, before the schema checks it. */
export interface TenantFile {
  /** The directory as the user wrote it, and the file's name: `tenants/payments.yaml`. */
  readonly source: string;
  readonly value: unknown;
}

/** The files that can be read, and the problems of the others. */
export interface TenantFiles {
  readonly files: readonly TenantFile[];
  readonly problems: readonly InputProblem[];
}

/**
 * Reads the tenant files (`*.yaml`, `*.yml`) of a directory, in the order of their names.
 *
 * It reports files that it would ignore without a message, files that aren't YAML, and files with another name than
 * their tenant.
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
  const mismatch = nameProblem(source, value);
  return { file: { source, value }, ...(mismatch !== undefined && { problem: mismatch }) };
}

function listFiles(directory: string): { names: string[]; problems: InputProblem[] } {
  // Names of editors' locks and copies begin with a dot.
  const entries = readDirectory(directory).filter(({ name }) => !name.startsWith("."));
  const problems = entries.flatMap(ignoredEntryProblems);
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort();
  if (names.length === 0 && problems.length === 0) {
    const allowed = "a directory with at least one tenant file, such as payments.yaml";
    assertConfig([{ path: "tenants", received: directory, allowed }]);
  }
  return { names, problems };
}

/** Entries that look like tenants, but that a list of YAML files would ignore without a message. */
function ignoredEntryProblems(entry: Dirent): InputProblem[] {
  const path = join(entry.parentPath, entry.name);
  if (entry.isDirectory()) {
    return [{ path, received: "a directory", allowed: "only files", fix: "Move its files up." }];
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
    const fix = `Reading it failed with ${(error as NodeJS.ErrnoException).code}. Paths are relative to the project.`;
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
    const allowed = "a readable file with one YAML document and each key once";
    return { problem: { path: source, received, allowed } };
  }
}

/** A copied file that still has the old name inside describes another tenant than its file name says. */
function nameProblem(source: string, value: unknown): InputProblem | undefined {
  const expected = parse(source).name;
  const name = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
  return typeof name === "string" && name !== expected
    ? {
        path: `${source}: name`,
        received: name,
        allowed: JSON.stringify(expected),
        fix: "A tenant's file has the name of the tenant.",
      }
    : undefined;
}
