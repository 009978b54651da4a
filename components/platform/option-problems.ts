import { didYouMean } from "../shared/input/closest.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import type { PlatformSettings } from "./platform-namespace-args.ts";
import type { SoftwareEntry, SoftwareOption } from "./software/software-entry.ts";

type Options = NonNullable<PlatformSettings["options"]>;

/** The entry that the settings name, or the problem with its name. */
export function softwareProblems(
  { software, options = {} }: Pick<PlatformSettings, "software" | "options">,
  catalogue: Readonly<Record<string, SoftwareEntry>>,
): InputProblem[] {
  if (software === undefined) {
    return Object.keys(options).length === 0
      ? []
      : [{ path: "options", received: options, allowed: "options together with software, whose they are" }];
  }
  const entry = Object.hasOwn(catalogue, software) ? catalogue[software] : undefined;
  if (entry === undefined) {
    const ids = Object.keys(catalogue).sort();
    const other = "For other software leave the field out, and name namespace, workloads and images.";
    return [
      {
        path: "software",
        received: software,
        allowed: ids.length === 0 ? "an entry of the catalogue" : ids.join(", "),
        fix: didYouMean(software, ids, other),
      },
    ];
  }
  return optionProblems(entry, options);
}

function optionProblems({ id, options: known = {} }: SoftwareEntry, given: Options): InputProblem[] {
  const names = Object.keys(known);
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => ({
      path: `options.${name}`,
      received: given[name],
      allowed:
        names.length === 0 ? `no options: ${id} has none` : `the options of ${id}: ${names.join(", ")}`,
      fix: didYouMean(name, names, "Remove it."),
    }));
  return [
    ...unknown,
    ...Object.entries(known).flatMap(([name, option]) => valueProblems(name, option, given)),
  ];
}

function valueProblems(name: string, option: SoftwareOption, given: Options): InputProblem[] {
  const path = `options.${name}`;
  const received = Object.hasOwn(given, name) ? given[name] : undefined;
  const example = `such as ${option.example}`;
  if (received === undefined) {
    return option.default === undefined
      ? [{ path, received, allowed: `${option.description}, ${example}`, fix: "It has no default." }]
      : [];
  }
  const isList = typeof received !== "string";
  if (isList !== (option.kind === "list")) {
    return [
      { path, received, allowed: `${option.kind === "list" ? "a list of texts" : "one text"}, ${example}` },
    ];
  }
  const pattern = new RegExp(`^(?:${option.pattern ?? String.raw`\S+`})$`);
  const items = isList ? received : [received];
  return items.flatMap((item, index) =>
    pattern.test(item)
      ? []
      : [
          {
            path: isList ? `${path}[${index}]` : path,
            received: item,
            allowed: `${option.description}, ${example}`,
          },
        ],
  );
}
