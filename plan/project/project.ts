import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { isObject, type JsonObject, objectAt, stringAt } from "../json.ts";
import { readJsonFile, readYamlFile } from "./map-file.ts";

/** A Pulumi project, as its Pulumi.yaml describes it. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly directory: string;
  /** The folder of its stacks' config files. */
  readonly configDirectory: string;
  /** The program's file. */
  readonly main: string;
  /** `runtime.options.typescript`. @default true */
  readonly typescript: boolean;
  /** Config that Pulumi.yaml sets for all stacks. */
  readonly config: JsonObject;
}

const projectFile = "Pulumi.yaml";

/**
 * The project that `from` lies in: the nearest folder upwards with a Pulumi.yaml.
 *
 * @throws UsageError if there is none, or if it can't be planned.
 */
export function readProject(from: string): Project {
  const directory = findUpwards(resolve(from), projectFile);
  if (directory === undefined) {
    throw new UsageError(`no ${projectFile} in ${from} or above. Run this in a Pulumi project's folder.`);
  }
  const file = join(directory, projectFile);
  const content = readYamlFile(file);
  const name = stringAt(content["name"]);
  if (name === undefined) {
    throw new UsageError(`${file}: name: received nothing; allowed: the project's name, as shop.`);
  }
  const runtime = content["runtime"];
  const runtimeName = isObject(runtime) ? runtime["name"] : runtime;
  if (runtimeName !== "nodejs") {
    throw new UsageError(
      `${file}: runtime: received ${JSON.stringify(runtimeName) ?? "nothing"}; allowed: "nodejs". A plan runs the program by itself.`,
    );
  }
  return {
    name,
    directory,
    configDirectory: join(directory, stringAt(content["stackConfigDir"]) ?? "."),
    main: resolveMain(directory, stringAt(content["main"])),
    typescript: objectAt(objectAt(runtime)["options"])["typescript"] !== false,
    config: objectAt(content["config"]),
  };
}

/** As the engine's language host finds it: Pulumi.yaml's `main`, else package.json's, else an index file. */
function resolveMain(directory: string, main: string | undefined): string {
  const named = main ?? mainOfPackage(directory);
  const path = join(directory, named ?? ".");
  const candidates = isDirectory(path)
    ? ["index.js", "index.mjs", "index.ts", "index.mts"].map((file) => join(path, file))
    : [path];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new UsageError(
      `${join(directory, projectFile)}: main: received ${named ?? "nothing"}; allowed: the program's file or folder. There is no ${candidates[0]}.`,
    );
  }
  return found;
}

function mainOfPackage(directory: string): string | undefined {
  const manifest = join(directory, "package.json");
  const main = existsSync(manifest) ? stringAt(readJsonFile(manifest)["main"]) : undefined;
  return main !== undefined && existsSync(join(directory, main)) ? main : undefined;
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The nearest folder, `directory` or one above it, that holds `file`. */
export function findUpwards(directory: string, file: string): string | undefined {
  if (existsSync(join(directory, file))) {
    return directory;
  }
  const parent = dirname(directory);
  return parent === directory ? undefined : findUpwards(parent, file);
}
