/** The marks of engine and plan for a value that isn't known yet, and for a secret. */
const hidden = ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "[unknown]", "[secret]"];

export interface Comparison {
  /** Whether a text may differ, for example an id from AWS. Receives the engine's text. */
  readonly isComputed?: (real: string) => boolean;
}

/**
 * The differences between a plan and the engine's inputs, in the form `path: planned …, real …`.
 *
 * If one side doesn't know a value yet, the other side may have any value. JSON text is compared as JSON.
 */
export function differences(
  planned: unknown,
  real: unknown,
  comparison: Comparison = {},
  path = "",
): string[] {
  const [one, other] = [parsed(planned), parsed(real)];
  if (isHidden(one) || isHidden(other)) {
    return [];
  }
  if (typeof other === "string" && typeof one === "string" && comparison.isComputed?.(other)) {
    return [];
  }
  if (isRecord(one) && isRecord(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
      differences(one[key], other[key], comparison, path === "" ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return one.flatMap((item, index) => differences(item, other[index], comparison, `${path}[${index}]`));
  }
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  return left === right ? [] : [`${path}: planned ${left}, real ${right}`];
}

/** A text with an unknown part is completely unknown. */
function isHidden(value: unknown): boolean {
  return typeof value === "string" && hidden.some((mark) => value.includes(mark));
}

function parsed(value: unknown): unknown {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
