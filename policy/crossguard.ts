import type {
  EnforcementLevel,
  PolicyProviderResource,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Finding } from "./lib/finding.ts";
import { at, isProperties, type Properties, plain } from "./lib/value.ts";
import { kindOf, type ResourceRule, type Rule, type StackRule, type StackSubject, tagsOf } from "./rule.ts";

/** A rule as the policy that the engine asks. */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const about = {
    name: rule.id,
    description: rule.description,
    enforcementLevel: "mandatory",
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
  resource: StackValidationArgs["resources"][number],
  inputs: Properties | undefined,
): StackSubject {
  return {
    urn: resource.urn,
    kind: kindOf(resource.type),
    inputs: inputs ?? inputsOf(resource.props),
    provider: resource.provider?.urn ?? "",
    defaultNamespace: defaultNamespace(resource.provider),
    sources: (property) => (resource.propertyDependencies[property] ?? []).map((source) => source.urn),
  };
}

function defaultNamespace(provider: PolicyProviderResource | undefined): string {
  const namespace = at(plain(provider?.props ?? {}), "namespace");
  return typeof namespace === "string" ? namespace : "default";
}

function inputsOf(props: unknown): Properties {
  const inputs = plain(props);
  return isProperties(inputs) ? inputs : {};
}

/** Full form of `reportViolation`: the server takes it (`makeReportViolationFun`), the types leave it out. */
type ReportInFull = (violation: {
  message: string;
  urn: string;
  enforcementLevel?: EnforcementLevel;
}) => void;

function send(rule: Rule, finding: Finding, urn: string, report: ReportViolation): void {
  const fault = `${finding.path}: received ${finding.received}; allowed: ${finding.allowed}.`;
  if (!finding.undecidable) {
    report(`${fault} ${rule.remediation}`, urn);
    return;
  }
  (report as unknown as ReportInFull)({
    message: `${rule.description}\nundecidable at preview: ${fault} The update decides.`,
    urn,
    enforcementLevel: "advisory",
  });
}
