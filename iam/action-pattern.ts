import { type AwsAction, serviceOf, servicePrefixes } from "./service-actions.ts";

/**
 * The actions that a pattern in a policy means: `dynamodb:GetItem`, `s3:Get*`, `*`. IAM ignores case, and `*` and `?`
 * may be anywhere, also in the service's prefix (IAM user guide, "Action").
 */
export function actionsMatching(pattern: string): readonly AwsAction[] {
  const known = matches.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const found = findActions(pattern);
  if (matches.size >= mostMatches) {
    matches.clear();
  }
  matches.set(pattern, found);
  return found;
}

/** The results for the last patterns: the policies of many tenants have the same ones. */
const matches = new Map<string, readonly AwsAction[]>();
const mostMatches = 5000;

function findActions(pattern: string): AwsAction[] {
  const [prefix, name] = split(pattern);
  const prefixes = hasWildcard(prefix)
    ? servicePrefixes().filter((candidate) => matchesWildcards(prefix.toLowerCase(), candidate))
    : [prefix];
  return prefixes.flatMap((candidate) => {
    const actions = serviceOf(candidate)?.actions;
    if (actions === undefined) {
      return [];
    }
    if (!hasWildcard(name)) {
      const action = actions.get(name.toLowerCase());
      return action === undefined ? [] : [action];
    }
    const lowerName = name.toLowerCase();
    return [...actions].filter(([key]) => matchesWildcards(lowerName, key)).map(([, action]) => action);
  });
}

/** Whether a pattern means this action. */
export function includesAction(pattern: string, { service, name }: AwsAction): boolean {
  const [prefix, namePattern] = split(pattern);
  return (
    matchesWildcards(prefix.toLowerCase(), service) &&
    matchesWildcards(namePattern.toLowerCase(), name.toLowerCase())
  );
}

/** `*` stands for any text, `?` for one character. Only the last `*` is tried again, so the time is never exponential. */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < text.length) {
    if (
      at < pattern.length &&
      (pattern[at] === "?" || (pattern[at] !== "*" && pattern[at] === text[index]))
    ) {
      at++;
      index++;
    } else if (pattern[at] === "*") {
      star = at++;
      resume = index;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") {
    at++;
  }
  return at === pattern.length;
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/** The service's prefix and the action's name. `*` without a service is every action of every service. */
function split(pattern: string): readonly [prefix: string, name: string] {
  if (pattern === "*") {
    return ["*", "*"];
  }
  const colon = pattern.indexOf(":");
  return colon < 0 ? [pattern, ""] : [pattern.slice(0, colon), pattern.slice(colon + 1)];
}
