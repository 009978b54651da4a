import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Properties = Readonly<Record<string, unknown>>;

/** One thing that stands in the account, whoever made it. */
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
  /** A resource's type, or a function's token. */
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  /** When it ended, in milliseconds. */
  readonly at: number;
  readonly refused?: string;
}

/**
 * A directory that stands for an account: it outlives the stacks, so that what one `destroy` leaves is seen by
 * the next `up`.
 *
 * One file for each thing, since the engine runs several processes of the provider at once.
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

  /** @throws Error with the code `EEXIST` if there is such a thing */
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

  /** Every call so far, in the order of their ends. */
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
