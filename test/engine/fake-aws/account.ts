import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Properties = Readonly<Record<string, unknown>>;

/** One resource of the account, with any creator. */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** One call of the engine to the provider. */
export interface Call {
  readonly package: string;
  readonly action: "create" | "update" | "delete" | "read" | "invoke";
  /** The type of a resource, or the token of a function. */
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  /** The time of its end, in milliseconds. */
  readonly at: number;
  readonly refused?: string;
}

/**
 * A directory that represents an account. It outlives the stacks, so that the next `up` sees the remains of a
 * `destroy`.
 *
 * Each resource has its own file, because the engine runs several processes of the provider in parallel.
 */
export class Account {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  find(type: string, id: string): Entity | undefined {
    return this.list(type).find((entity) => entity.id === id);
  }

  list(type?: string): Entity[] {
    return readDirectory(join(this.#directory, "things"))
      .filter((name) => type === undefined || name.startsWith(`${encodeURIComponent(type)} `))
      .flatMap((name) => {
        const text = readIfThere(join(this.#directory, "things", name));
        return text === undefined ? [] : [JSON.parse(text) as Entity];
      });
  }

  /** @throws Error with the code `EEXIST` if the resource exists */
  add(entity: Entity): void {
    mkdirSync(join(this.#directory, "things"), { recursive: true });
    writeFileSync(this.#file(entity.type, entity.id), JSON.stringify(entity), { flag: "wx" });
  }

  put(entity: Entity): void {
    writeFileSync(this.#file(entity.type, entity.id), JSON.stringify(entity));
  }

  remove(type: string, id: string): void {
    rmSync(this.#file(type, id), { force: true });
  }

  record(call: Omit<Call, "at">): void {
    mkdirSync(this.#directory, { recursive: true });
    const line: Call = { ...call, at: Date.now() };
    appendFileSync(join(this.#directory, "journal.jsonl"), `${JSON.stringify(line)}\n`);
  }

  /** All calls, in the order of their ends. */
  journal(): Call[] {
    const text = readIfThere(join(this.#directory, "journal.jsonl")) ?? "";
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Call);
  }

  #file(type: string, id: string): string {
    return join(this.#directory, "things", `${encodeURIComponent(type)} ${encodeURIComponent(id)}`);
  }
}

function readDirectory(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
