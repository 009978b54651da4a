import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SoftwareEntry } from "../../../../components/platform/software/software-entry.ts";
import type { ControllerFacts, ListeningPort, ManifestFacts } from "./manifest-facts.ts";

const folder = join(import.meta.dirname, "../manifests");

/** The stored facts of an entry, or undefined. */
export function storedFacts(id: string): ManifestFacts | undefined {
  const path = join(folder, `${id}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Writes the facts of an entry. Additions, which are written by hand, stay. */
export function storeFacts(id: string, facts: ManifestFacts): void {
  const additions = storedFacts(id)?.additions;
  const kept = { ...facts, ...(additions && { additions }) };
  writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(kept, undefined, 2)}\n`);
}

/** All controllers of an entry, with the ports of additions. Helm's hooks are among them. */
export function controllersOf({ controllers, additions = [] }: ManifestFacts): ControllerFacts[] {
  const all = [...controllers, ...additions.flatMap((addition) => addition.controllers ?? [])];
  return all.map((controller) => ({
    ...controller,
    listens: additions
      .flatMap((addition) => addition.listens?.[controller.name] ?? [])
      .reduce(withPort, controller.listens),
  }));
}

function withPort(ports: readonly ListeningPort[], added: ListeningPort): readonly ListeningPort[] {
  const isSame = ({ port, protocol }: ListeningPort) => port === added.port && protocol === added.protocol;
  const known = ports.find(isSame);
  return known === undefined
    ? [...ports, added]
    : ports.map((port) =>
        port === known ? { ...port, evidence: [...port.evidence, ...added.evidence] } : port,
      );
}

/** Service accounts with rights, with those of additions. */
export function accountsWithRights(facts: ManifestFacts): readonly string[] {
  const added = facts.additions?.flatMap((addition) => addition.accountsWithRights ?? []) ?? [];
  return [...facts.accountsWithRights, ...added];
}

/** The key of a controller in an entry's workloads: its name with or without the name of the release. */
export function workloadName(
  { rendered }: ManifestFacts,
  name: string,
  { workloads }: Pick<SoftwareEntry, "workloads">,
): string {
  const prefix = `${rendered.release}-`;
  return rendered.release !== undefined && name.startsWith(prefix) && !(name in workloads)
    ? name.slice(prefix.length)
    : name;
}
