import { z } from "zod";
import { eachOnce, reporting } from "../../shared/input/reporting.ts";

// The grammar of image references: github.com/distribution/reference, `reference.go`.
const hostLabel = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const pathComponent = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const tag = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

/** An empty text has no word boundary. */
const matchesNothing = "^\\b$";

const reference = new RegExp(
  `^(${hostLabel}(?:\\.${hostLabel})*)(?::([1-9][0-9]{0,4}))?(?:/${pathComponent})*$`,
);

const aRegistry =
  "a host with a dot or a port, and perhaps a path, in lower case, such as registry.example.com/shop";

const registry = z
  .string(aRegistry)
  .check(
    reporting((value) =>
      isRegistry(value) ? [] : [{ path: "", received: value, allowed: aRegistry, ...fixOf(value) }],
    ),
  );

/** The registries that images may come from: at least one, each once. */
export const registries = z
  .array(registry, "a list of registries, such as [registry.example.com/shop]")
  .min(1, "at least one registry, or none of this field")
  .check(eachOnce({ key: (value) => value, allowed: "each registry once" }))
  .readonly();

/**
 * RE2 for a whole image reference. Its parts are one of the registries (an exact match up to the slash), a path in
 * lower case, an optional tag, and a digest.
 */
export function referencePattern(registries: readonly string[]): string {
  if (registries.length === 0) {
    return matchesNothing;
  }
  const prefixes = registries.map((prefix) => prefix.replaceAll(".", "\\.")).join("|");
  return `^(?:${prefixes})/${pathComponent}(?:/${pathComponent})*(?::${tag})?@sha256:[a-f0-9]{64}$`;
}

function isRegistry(value: string): boolean {
  const [, host = "", port] = reference.exec(value) ?? [];
  // Without a dot or a port the first part isn't a host: `shop/app` is `docker.io/shop/app`.
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
  if (value.startsWith("[")) {
    return { fix: "Give the registry a DNS name: admission takes no IPv6 address for one." };
  }
  if (value.endsWith("/")) {
    return { fix: "Leave the slash at the end out." };
  }
  // A port comes before the path, a tag after it.
  if (value.includes("@") || /:[^/]*[^0-9/][^/]*$|\/[^/]*:/.test(value)) {
    return { fix: "Name the registry, not an image: leave tag and digest out." };
  }
  if (value.includes("*")) {
    return { fix: "Name each registry: there are no wildcards." };
  }
  return isRegistry(value.toLowerCase()) ? { fix: `Write ${value.toLowerCase()}.` } : {};
}
