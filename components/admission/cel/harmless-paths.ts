import { celString } from "./cel.ts";

/**
 * RE2 for the path of an Ingress: letters, digits, percent-encoded characters, and the wildcard of the AWS controller.
 * Proxies write paths into their configuration, where a brace, a semicolon, a quote or a line break ends the directive.
 *
 * Source: ingress-nginx has a similar form for Exact and Prefix, `internal/ingress/inspector/rules.go`.
 */
const strictPath = "^(/[A-Za-z0-9._~:@+=,%*/-]{0,500})?$";

/** CEL for whether a path has the strict form. */
export function isHarmlessPath(path: string): string {
  return `${path}.matches(${celString(strictPath)})`;
}
