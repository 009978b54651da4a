import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const modules = resolve(import.meta.dirname, "..", "..", "node_modules");
const directories: string[] = [];

/** A Pulumi project outside of this repository. It is ES module TypeScript, except if its files say otherwise. */
export function temporaryProject(files: Readonly<Record<string, string>>): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "casemate-project-")));
  directories.push(directory);
  symlinkSync(modules, join(directory, "node_modules"));
  const all = {
    "Pulumi.yaml": "name: shop\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "Pulumi.dev.yaml": "config: {}\n",
    "package.json": '{ "type": "module" }',
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

/** Removes the projects of {@link temporaryProject}. */
export function removeTemporaryProjects(): void {
  for (const directory of directories.splice(0)) {
    rmSync(directory, { recursive: true });
  }
}
