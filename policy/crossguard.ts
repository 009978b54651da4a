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
import { isProperties, type Properties, plain } from "./lib/value.ts";
import type { ResourceRule, Rule, StackRule, StackSubject } from "./rule.ts";
import { subjectOf } from "./subject.ts";

/** A rule as the policy that the engine asks. */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const about = {
    name: rule.id,
    description: rule.description,
    enforcementLevel: rule.level ?? "mandatory",
    severity: rule.severity,
    remediationSteps: rule.remediation,
    tags: tagsOf(rule),
  } as const;
  return "check" in rule ? { ...about, ...resourceChecks(rule) } : { ...about, ...stackChecks(rule) };
}

// Other kinds are passed over in silence: `args.notApplicable()` throws, and answering so for most rules on
// most resources took a third of the pack's time.
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
 * The engine shows a stack policy the outputs of resources, and at preview it hides them all where the
 * provider isn't configured yet, as for a cluster made in the same stack (pulumi `provider_plugin.go`,
 * `Create`). The inputs, which a resource policy sees, are known then: they are kept for the stack's turn.
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

/** Full form of `reportViolation`: the server takes it (`makeReportViolationFun`), the types leave it out. */
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
    // Without a level of its own, a violation has the one that the pack's configuration sets.
    ...(finding.undecidable && { enforcementLevel: "advisory" }),
  });
}
