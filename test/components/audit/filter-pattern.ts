type Json = Readonly<Record<string, unknown>>;
type Test = (event: Json) => boolean;

/**
 * Evaluates a CloudWatch Logs filter pattern for JSON. Supports the syntax that the patterns here need:
 * `&&`, `||`, brackets, `=` with a wildcard, and `NOT EXISTS`.
 *
 * @throws Error for any other syntax
 */
export function filterPattern(pattern: string): Test {
  const tokens = pattern.match(/"[^"]*"|\$[\w.]+|&&|\|\||NOT EXISTS|[{}()=]|\S/g) ?? [];
  let at = 0;
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`found ${token}, expected ${expected ?? "another token"}, in ${pattern}`);
    }
    return token;
  };
  const joinTests = (operator: string, operand: () => Test, join: (tests: Test[]) => Test): Test => {
    const tests = [operand()];
    while (tokens[at] === operator) {
      take();
      tests.push(operand());
    }
    return join(tests);
  };
  const either = (): Test => joinTests("||", both, (tests) => (event) => tests.some((test) => test(event)));
  const both = (): Test => joinTests("&&", single, (tests) => (event) => tests.every((test) => test(event)));
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
    const value = globPattern(take());
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

function globPattern(quoted: string): RegExp {
  const pattern = quoted.slice(1, -1).replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&");
  return new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "s");
}
