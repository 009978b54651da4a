import type { InputProblem } from "../shared/input-error.ts";

// The grammar of image references: github.com/distribution/reference, `reference.go`.
const hostLabel = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const pathComponent = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const tag = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

/** An empty text has no word boundary. */
const matchesNothing = "^\\b$";

const registry = new RegExp(
  `^(${hostLabel}(?:\\.${hostLabel})*)(?::([1-9][0-9]{0,4}))?(?:/${pathComponent})*$`,
);

/** What is wrong with a list of registries that images may come from. */
export function registryProblems(registries: readonly string[]): InputProblem[] {
  if (registries.length === 0) {
    return [
      { path: "registries", received: registries, allowed: "at least one registry", fix: "Or leave it out." },
    ];
  }
  return registries.flatMap((value, index) => {
    const path = `registries[${index}]`;
    if (typeof value !== "string" || !isRegistry(value)) {
      const allowed =
        "a host with a dot or a port, and perhaps a path, in lower case, as registry.example.com/shop";
      return [{ path, received: value, allowed, ...fixOf(String(value)) }];
    }
    return registries.indexOf(value) < index
      ? [{ path, received: value, allowed: "each registry once", fix: "Remove it." }]
      : [];
  });
}

/**
 * RE2 for a whole image reference: one of the registries, compared exactly and up to the slash, a path in lower
 * case, perhaps a tag, and a digest.
 */
export function referencePattern(registries: readonly string[]): string {
  if (registries.length === 0) {
    return matchesNothing;
  }
  const prefixes = registries.map((prefix) => prefix.replaceAll(".", "\\.")).join("|");
  return `^(?:${prefixes})/${pathComponent}(?:/${pathComponent})*(?::${tag})?@sha256:[a-f0-9]{64}$`;
}

function isRegistry(value: string): boolean {
  const [, host = "", port] = registry.exec(value) ?? [];
  // Without a dot or a port a first part is no host: `shop/app` is `docker.io/shop/app`.
  return (
    (host.includes(".") || host === "localhost" || port !== undefined) &&
    host !== "" &&
    Number(port ?? 1) <= 65535
  );
}

function fixOf(value: string): { fix?: string } {
  if (/^[a-z]+:\/\//i.test(value)) {
    return { fix: "Leave the scheme out." };
  }
  if (value.endsWith("/")) {
    return { fix: "Leave the slash at the end out." };
  }
  if (value.includes("@") || /:[^/]*[^0-9/][^/]*$/.test(value)) {
    return { fix: "Name the registry, not an image: leave tag and digest out." };
  }
  return value.includes("*") ? { fix: "Name each registry: there are no wildcards." } : {};
}
