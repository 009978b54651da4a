type Json = Readonly<Record<string, unknown>>;
type Test = (event: Json) => boolean;

/**
 * What a CloudWatch Logs filter pattern for JSON matches, as far as the patterns here need it: `&&`, `||`, brackets,
 * `=` with `*` as wildcard, and `NOT EXISTS`. Whatever else stands in a pattern throws.
 */
export function filterPattern(pattern: string): Test {
  const tokens = pattern.match(/"[^"]*"|\$[\w.]+|&&|\|\||NOT EXISTS|[{}()=]|\S/g) ?? [];
  let at = 0;
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`${token} where ${expected ?? "more"} should be, in ${pattern}`);
    }
    return token;
  };
  const joined = (operator: string, operand: () => Test, join: (tests: Test[]) => Test): Test => {
    const tests = [operand()];
    while (tokens[at] === operator) {
      take();
      tests.push(operand());
    }
    return join(tests);
  };
  const either = (): Test => joined("||", both, (tests) => (event) => tests.some((test) => test(event)));
  const both = (): Test => joined("&&", single, (tests) => (event) => tests.every((test) => test(event)));
  const single = (): Test => {
    if (tokens[at] === "(") {
      take();
      const test = either();
      take(")");
      return test;
    }
    const path = take();
    if (tokens[at] === "NOT EXISTS") {
      take();
      return (event) => valueAt(event, path) === undefined;
    }
    take("=");
    const value = globbed(take());
    return (event) => value.test(String(valueAt(event, path) ?? ""));
  };
  take("{");
  const test = either();
  take("}");
  return test;
}

function valueAt(event: Json, path: string): unknown {
  return path
    .split(".")
    .slice(1)
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], event);
}

function globbed(quoted: string): RegExp {
  const pattern = quoted.slice(1, -1).replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&");
  return new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "s");
}
