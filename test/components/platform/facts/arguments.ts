import { type JsonObject, listAt, objectAt, stringAt } from "../../../../plan/json.ts";
import type { Evidence } from "./manifest-facts.ts";

/** A port that an argument or a variable names to listen on. */
export interface ArgumentPort {
  readonly port: number;
  readonly evidence: Evidence;
}

/** Words of an option or variable that names an address to listen on, such as `--metrics-bind-address`. */
const listeningWords = new Set(["addr", "address", "bind", "port", "listen"]);
/** An address of all interfaces, or only a port. Loopback addresses can't be reached from outside the pod. */
const everywhere = /^(?:(?:0\.0\.0\.0|\[::\]|\*|\$\([A-Z_]+\)|):)?(\d{2,5})$/;

/** The ports that arguments and variables of a container name. */
export function argumentPorts(container: JsonObject): ArgumentPort[] {
  return [...argumentsOf(container), ...variablesOf(container)].flatMap(([name, value]) => {
    const isListening = name.split(/[^A-Za-z]+/).some((word) => listeningWords.has(word.toLowerCase()));
    const port = Number(everywhere.exec(value)?.[1]);
    return isListening && port > 0 && port < 65_536 ? [{ port, evidence: { by: "argument", name } }] : [];
  });
}

function argumentsOf(container: JsonObject): [name: string, value: string][] {
  const words = [...listAt(container["command"]), ...listAt(container["args"])].map((word) => String(word));
  return words.flatMap((word, index): [string, string][] => {
    if (!word.startsWith("-")) {
      return [];
    }
    const [name = "", value] = word.split(/=(.*)/s);
    return [[name.replace(/^-+/, ""), value ?? words[index + 1] ?? ""]];
  });
}

function variablesOf(container: JsonObject): [name: string, value: string][] {
  return listAt(container["env"]).flatMap((variable): [string, string][] => {
    const { name, value } = objectAt(variable);
    const text = stringAt(value);
    return text === undefined ? [] : [[stringAt(name) ?? "", text]];
  });
}
