import type {
  EnforcementLevel,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Finding } from "../protocol/diagnostic.ts";
import { encodeFinding } from "../protocol/finding-carrier.ts";
import { findingText } from "../protocol/finding-text.ts";
import { kindOf } from "../protocol/kind.ts";
import { tagsOf } from "../protocol/tags.ts";
import type { ResourceRule, Rule, StackRule, StackSubject } from "./lib/rule.ts";
import { isProperties, type Properties, plain } from "./lib/value.ts";
import { subjectOf } from "./subject.ts";

/** The engine's policy for a rule. */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const info = {
    name: rule.id,
    description: rule.description,
    enforcementLevel: rule.level ?? "mandatory",
    severity: rule.severity,
    remediationSteps: rule.remediation,
    tags: tagsOf(rule),
  } as const;
  return "check" in rule ? { ...info, ...resourceChecks(rule) } : { ...info, ...stackChecks(rule) };
}

// Skips other kinds without an answer: `args.notApplicable()` throws, and that took a third of the pack's time,
// because most rules don't apply to most resources.
function resourceChecks(rule: ResourceRule): Pick<ResourceValidationPolicy, "validateResource"> {
  return {
    validateResource: (args, report) => {
      const kind = kindOf(args.type);
      if (!rule.kinds.includes(kind)) {
        return;
      }
      for (const finding of rule.check({ urn: args.urn, kind, inputs: inputsOf(args.props) })) {
        send(rule, finding, args.urn, report);
      }
    },
  };
}

/**
 * Keeps the inputs that a resource policy gets, for the check of the whole stack. A stack policy gets outputs.
 * At preview, all of them are unknown if the provider isn't configured yet (pulumi `provider_plugin.go`,
 * `Create`). One case is a provider for a cluster of the same stack.
 */
function stackChecks(
  rule: StackRule,
): Pick<ResourceValidationPolicy, "validateResource"> & Pick<StackValidationPolicy, "validateStack"> {
  const inputs = new Map<string, Properties>();
  return {
    validateResource: (args) => {
      if (rule.kinds.includes(kindOf(args.type))) {
        inputs.set(args.urn, inputsOf(args.props));
        args.notApplicable("it is judged with the whole stack");
      }
    },
    validateStack: (args, report) => {
      const subjects = args.resources
        .filter((resource) => rule.kinds.includes(kindOf(resource.type)))
        .map((resource) => stackSubject(resource, inputs.get(resource.urn)));
      for (const finding of rule.checkStack(subjects)) {
        send(rule, finding, finding.urn, report);
      }
    },
  };
}

function stackSubject(
  { urn, type, props, provider, propertyDependencies }: StackValidationArgs["resources"][number],
  inputs: Properties | undefined,
): StackSubject {
  return subjectOf({
    urn,
    type,
    inputs: inputs ?? inputsOf(props),
    ...(provider && { provider: { urn: provider.urn, inputs: inputsOf(provider.props) } }),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, sources]) => [
        property,
        sources.map((source) => source.urn),
      ]),
    ),
  });
}

function inputsOf(props: unknown): Properties {
  const inputs = plain(props);
  return isProperties(inputs) ? inputs : {};
}

/** The full form of `reportViolation`. The server supports it (`makeReportViolationFun`), the types don't have it. */
type ReportInFull = (violation: {
  message: string;
  urn: string;
  description: string;
  enforcementLevel?: EnforcementLevel;
}) => void;

function send(rule: Rule, finding: Finding, urn: string, report: ReportViolation): void {
  (report as unknown as ReportInFull)({
    message: findingText(rule, finding),
    urn,
    description: encodeFinding(finding),
    // Without a level here, a violation has the level of the pack's configuration.
    ...(finding.undecidable && { enforcementLevel: "advisory" }),
  });
}
