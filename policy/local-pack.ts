/** The pack without the analyzer protocol: `casemate plan` loads this module into its own process. */

import type { Diagnostic, Finding } from "../protocol/diagnostic.ts";
import { findingText } from "../protocol/finding-text.ts";
import { kindOf } from "../protocol/kind.ts";
import type { PolicyPack } from "../protocol/policy-pack.ts";
import { tagsOf } from "../protocol/tags.ts";
import { append } from "./lib/append.ts";
import type { ResourceRule, Rule, StackRule, StackSubject } from "./lib/rule.ts";
import { loadRules } from "./load-rules.ts";
import { subjectOf } from "./subject.ts";

/** The pack with all rules in `rules/`. */
export async function loadPack(): Promise<PolicyPack> {
  return packOf(await loadRules());
}

/** A pack of these rules. Each rule judges only the kinds that it names. */
export function packOf(rules: readonly Rule[]): PolicyPack {
  const resourceRules = byKind(rules.filter((rule) => "check" in rule));
  const stackRules = rules.filter((rule) => "checkStack" in rule);
  const stackKinds = byKind(stackRules);
  return {
    policies: rules.map((rule) => ({
      name: rule.id,
      description: rule.description,
      tags: tagsOf(rule),
    })),
    judge: (stack) => {
      // One index for all stack rules.
      const subjects = new Map<string, StackSubject[]>();
      const diagnostics: Diagnostic[][] = [];
      for (const resource of stack) {
        const kind = kindOf(resource.type);
        const rulesOfKind = resourceRules.get(kind) ?? [];
        const subject = subjectOf(resource);
        diagnostics.push(...rulesOfKind.map((rule) => judgeResource(rule, subject)));
        if (stackKinds.has(kind)) {
          append(subjects, kind, subject);
        }
      }
      diagnostics.push(...stackRules.map((rule) => judgeStack(rule, subjects)));
      return diagnostics.flat();
    },
  };
}

function byKind<R extends Rule>(rules: readonly R[]): ReadonlyMap<string, readonly R[]> {
  const index = new Map<string, R[]>();
  for (const rule of rules) {
    for (const kind of rule.kinds) {
      append(index, kind, rule);
    }
  }
  return index;
}

function judgeResource(rule: ResourceRule, subject: StackSubject): Diagnostic[] {
  return withRuleName(rule, subject.urn, () =>
    rule.check(subject).map((finding) => diagnosticOf(rule, finding, subject.urn)),
  );
}

function judgeStack(
  rule: StackRule,
  subjectsByKind: ReadonlyMap<string, readonly StackSubject[]>,
): Diagnostic[] {
  const subjects = rule.kinds.flatMap((kind) => subjectsByKind.get(kind) ?? []);
  return withRuleName(rule, "the stack", () =>
    rule.checkStack(subjects).map((finding) => diagnosticOf(rule, finding, finding.urn)),
  );
}

/** Runs a rule. If it throws, the error names the rule and the resource. */
function withRuleName(rule: Rule, subject: string, run: () => Diagnostic[]): Diagnostic[] {
  try {
    return run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.stack : String(cause);
    throw new Error(`rule ${rule.id} broke on ${subject}:\n${reason}`, { cause });
  }
}

function diagnosticOf(rule: Rule, finding: Finding, urn: string): Diagnostic {
  const { path, received, allowed, undecidable } = finding;
  return {
    policy: rule.id,
    enforcement: undecidable ? "advisory" : (rule.level ?? "mandatory"),
    severity: rule.severity,
    urn,
    message: findingText(rule, finding),
    path,
    received,
    allowed,
    ...(undecidable && { undecidable }),
  };
}
