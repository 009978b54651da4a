import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { isObject, type JsonObject, objectAt, stringAt } from "../json.ts";
import { readJsonFile, readYamlFile } from "./map-file.ts";

/** A Pulumi project: the fields of its Pulumi.yaml. */
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
 * The project of the folder `from`: the nearest folder upwards with a Pulumi.yaml.
 *
 * @throws UsageError if there is no project, or if its runtime or main file isn't supported
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
    throw new UsageError(`${file}: name: received nothing; allowed: the project's name, for example shop.`);
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

/** Follows the engine's language host: Pulumi.yaml's `main`, else package.json's, else an index file. */
function resolveMain(directory: string, main: string | undefined): string {
  const mainPath = main ?? mainOfPackage(directory);
  const path = join(directory, mainPath ?? ".");
  const candidates = isDirectory(path)
    ? ["index.js", "index.mjs", "index.ts", "index.mts"].map((file) => join(path, file))
    : [path];
  const mainFile = candidates.find((candidate) => existsSync(candidate));
  if (mainFile === undefined) {
    throw new UsageError(
      `${join(directory, projectFile)}: main: received ${mainPath ?? "nothing"}; allowed: the program's file or folder. There is no ${candidates[0]}.`,
    );
  }
  return mainFile;
}

function mainOfPackage(directory: string): string | undefined {
  const manifest = join(directory, "package.json");
  const main = existsSync(manifest) ? stringAt(readJsonFile(manifest)["main"]) : undefined;
  return main !== undefined && existsSync(join(directory, main)) ? main : undefined;
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The nearest folder with `file`: `directory` or one above it. */
export function findUpwards(directory: string, file: string): string | undefined {
  if (existsSync(join(directory, file))) {
    return directory;
  }
  const parent = dirname(directory);
  return parent === directory ? undefined : findUpwards(parent, file);
}
