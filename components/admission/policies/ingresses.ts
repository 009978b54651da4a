import { mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { bounded, excessVariable, metadataBounds, sizeBound, sumBound, withinBounds } from "../cel/bounds.ts";
import { noClaims, objectClaims, specOrClaimsChanged } from "../cel/claiming-annotations.ts";
import { declaredHosts, isDeclared, undeclaredMessage } from "../cel/declared-hosts.ts";
import { isHarmlessPath } from "../cel/harmless-paths.ts";
import { noOtherAnnotations, objectAnnotations } from "../cel/traffic-annotations.ts";

const rules = "object.spec.?rules.orValue([])";
const tlsSections = "object.spec.?tls.orValue([])";
/** A controller writes all rules of all tenants into one configuration, or into one load balancer. */
const bounds = [
  ...metadataBounds,
  sizeBound("spec.rules", rules, 100),
  sizeBound("spec.tls", tlsSections, 100),
  sumBound("spec.rules[].http.paths", rules, "x.?http.?paths.orValue([])", 300),
  sumBound("spec.tls[].hosts", tlsSections, "x.?hosts.orValue([])", 300),
];
/** Paths that aren't of the strict form. */
const strangePaths = `${rules}.map(rule, rule.?http.?paths.orValue([]).filter(p, !${isHarmlessPath("p.?path.orValue('')")}).map(p, p.?path.orValue(''))).filter(paths, paths.size() > 0)`;
/** The hosts of all rules; an empty one for a rule without a host. */
const ruleHosts = `${rules}.map(rule, rule.?host.orValue(''))`;
/** The hosts of a section `tls` that aren't declared; an empty one for a section without hosts. */
const undeclaredOfTls = `tls.?hosts.orValue([]).size() == 0 ? [''] : tls.hosts.filter(host, !${isDeclared("host")})`;

/**
 * An Ingress may claim only hosts that its namespace declares, and never all unclaimed hosts. So a default backend is
 * refused, and so are rules and TLS sections without a host.
 *
 * An Ingress is checked again when its spec or annotations change. Other changes are allowed: if the tenant no longer
 * declares a host, controllers can still remove their finalizers, and the Ingress can be deleted. A write to the status
 * can also change annotations (`pkg/registry/networking/ingress/strategy.go`).
 */
export function ingressesPolicy(
  exempt: readonly ExemptNamespace[],
  allowedAnnotations: readonly string[],
): AdmissionPolicy {
  return {
    name: "casemate-ingresses",
    summary: "Ingresses with hosts that their namespace doesn't declare, or that take what no other claims.",
    controls: [
      ...requirement("B4", "D5"),
      ...nsa("NSA-NET-16", "NSA-UPG-05"),
      ...mitre("T1190"),
      ...owasp("K06:2025"),
    ],
    outside: "platform",
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: ["networking.k8s.io"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["ingresses", "ingresses/status"],
          },
        ],
      },
      matchConditions: [specOrClaimsChanged],
      variables: [
        excessVariable(bounds),
        declaredHosts,
        {
          name: "undeclared",
          expression: bounded(`${ruleHosts}.filter(host, !${isDeclared("host")})`, "[]"),
        },
        {
          name: "undeclaredTls",
          expression: bounded(
            `${tlsSections}.map(tls, ${undeclaredOfTls}).filter(hosts, hosts.size() > 0)`,
            "[]",
          ),
        },
        objectClaims,
        objectAnnotations(allowedAnnotations),
        { name: "strangePaths", expression: bounded(strangePaths, "[]") },
      ],
      validations: [
        withinBounds,
        {
          expression: "!has(object.spec.defaultBackend)",
          message:
            "A default backend is refused: it takes requests for undeclared hosts. Use rules with hosts that the tenant declares.",
        },
        {
          expression: `${rules}.size() > 0`,
          message:
            "An Ingress without rules is refused: it stands for all hosts. Use rules with hosts that the tenant declares.",
        },
        {
          expression: "variables.undeclared.size() == 0",
          message: `Name declared hosts only, one in each rule. Add them to hosts in the tenant.`,
          messageExpression: undeclaredMessage("variables.undeclared"),
        },
        {
          expression: "variables.undeclaredTls.size() == 0",
          message: `Name declared hosts only in tls, one at least. Add them to hosts in the tenant.`,
          messageExpression: `'In tls: ' + variables.undeclaredTls.map(hosts, ${undeclaredMessage("hosts")})[0]`,
        },
        {
          expression: "variables.strangePaths.size() == 0",
          message: "Write paths with letters, digits and the characters . _ ~ : @ + = , % * / - only.",
          messageExpression:
            "'Refused path: ' + variables.strangePaths[0][0] + '. Write paths with letters, digits and . _ ~ : @ + = , % * / - only.'",
        },
        noClaims,
        noOtherAnnotations,
      ],
    },
  };
}
