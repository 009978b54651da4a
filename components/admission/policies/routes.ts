import { mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import { managedBy, managedByLabel } from "../../contract/classes.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import { isPlatform } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { bounded, excessVariable, metadataBounds, sizeBound, sumBound, withinBounds } from "../cel/bounds.ts";
import { anyOf } from "../cel/cel.ts";
import { claimsOf, noClaims } from "../cel/claiming-annotations.ts";
import { declaredHosts, isDeclared, undeclaredMessage } from "../cel/declared-hosts.ts";
import { noOtherAnnotations, objectAnnotations } from "../cel/traffic-annotations.ts";

const listeners = "object.?spec.?listeners.orValue([])";
const rules = "object.?spec.?rules.orValue([])";
const infrastructure = (field: string) => `object.?spec.?infrastructure.?${field}.orValue({})`;
/** Gateway API's own definitions have lower bounds for most of these lists. Other definitions may have none. */
const bounds = [
  ...metadataBounds,
  sizeBound("spec.parentRefs", "object.?spec.?parentRefs.orValue([])", 50),
  sizeBound("spec.hostnames", "object.?spec.?hostnames.orValue([])", 100),
  sizeBound("spec.listeners", listeners, 100),
  sizeBound("spec.rules", rules, 50),
  sizeBound("spec.infrastructure.annotations", infrastructure("annotations"), 50),
  sizeBound("spec.infrastructure.labels", infrastructure("labels"), 50),
  ...["matches", "filters", "backendRefs"].map((list) =>
    sumBound(`spec.rules[].${list}`, rules, `x.?${list}.orValue([])`, 300),
  ),
  {
    field: "spec.rules[].backendRefs[].filters",
    size: `${rules}.map(x, x.?backendRefs.orValue([]).map(b, b.?filters.orValue([]).size()).sum()).sum()`,
    most: 300,
  },
];
/** The hostnames of all listeners; an empty one for a listener without a hostname. */
const listenerHosts = `${listeners}.map(listener, listener.?hostname.orValue(''))`;
const backends = "rule.?backendRefs.orValue([])";
const isExtension = "f.?type.orValue('') == 'ExtensionRef'";
/** A controller's own filters, in rules and in their backends. Their kinds are unknown here. */
const hasExtensions = `${rules}.exists(rule, rule.?filters.orValue([]).exists(f, ${isExtension}) || ${backends}.exists(b, b.?filters.orValue([]).exists(f, ${isExtension})))`;
/** Backends that aren't Services: a controller's own kinds can name a target group by its ARN. */
const hasOtherBackends = `${rules}.exists(rule, ${backends}.exists(b, b.?kind.orValue('Service') != 'Service' || b.?group.orValue('') != ''))`;
/** Claims by annotations that a Gateway's controller would copy to the Services that it creates. */
const infrastructureClaims = claimsOf(infrastructure("annotations"));

/**
 * The rules of Ingresses for Gateway API. A route without hostnames takes all hosts of its Gateway, and a listener
 * without a hostname takes all hosts. TCP and UDP routes have no hostnames. All API versions have these fields, so the
 * policy covers all.
 *
 * A Gateway's controller copies the labels and annotations of `infrastructure` to the Services that it creates. With
 * `addresses` a Gateway can request any address, or use one of another namespace.
 *
 * A backend in another namespace needs that namespace's ReferenceGrant. On clusters without Gateway API the policy
 * matches no requests.
 *
 * Source: Gateway API reference, `HTTPRouteSpec.hostnames`, `Listener.hostname`, `GatewayInfrastructure`,
 * `GatewaySpec.addresses`, GEP-1713 (ListenerSet).
 */
export function routesPolicy(
  exempt: readonly ExemptNamespace[],
  allowedAnnotations: readonly string[],
): AdmissionPolicy {
  return {
    name: "casemate-routes",
    summary: "Gateways and routes with hostnames that their namespace doesn't declare, or without hostnames.",
    controls: [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1190"), ...owasp("K06:2025")],
    outside: "platform",
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: ["gateway.networking.k8s.io"],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE"],
            resources: [
              "gateways",
              "listenersets",
              "httproutes",
              "grpcroutes",
              "tlsroutes",
              "tcproutes",
              "udproutes",
            ],
          },
          {
            apiGroups: ["gateway.networking.x-k8s.io"],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE"],
            resources: ["xlistenersets"],
          },
        ],
      },
      matchConditions: [
        {
          name: "new-or-changed",
          expression: anyOf(
            "request.operation == 'CREATE'",
            "object.?spec != oldObject.?spec",
            "object.metadata.?annotations != oldObject.metadata.?annotations",
          ),
        },
      ],
      variables: [
        excessVariable(bounds),
        declaredHosts,
        { name: "listens", expression: "object.kind in ['Gateway', 'ListenerSet', 'XListenerSet']" },
        {
          name: "hosts",
          expression: bounded(
            `(variables.listens ? ${listenerHosts} : object.?spec.?hostnames.orValue([]))`,
            "[]",
          ),
        },
        { name: "undeclared", expression: `variables.hosts.filter(host, !${isDeclared("host")})` },
        {
          name: "claims",
          expression: bounded(
            `(${claimsOf("object.metadata.?annotations.orValue({})")} + ${infrastructureClaims})`,
            "[]",
          ),
        },
        objectAnnotations(allowedAnnotations),
        { name: "hasExtensions", expression: bounded(hasExtensions, "false") },
        { name: "hasOtherBackends", expression: bounded(hasOtherBackends, "false") },
      ],
      validations: [
        withinBounds,
        {
          expression: "!(object.kind in ['TCPRoute', 'UDPRoute'])",
          message: "Routes without hostnames are refused: use an HTTPRoute, GRPCRoute or TLSRoute.",
          messageExpression:
            "object.kind + ' is refused: it has no hostnames, and takes a whole port of its Gateway. Use a TLSRoute with a hostname that the tenant declares.'",
        },
        {
          expression: "variables.listens || variables.hosts.size() > 0",
          message:
            "A route without hostnames is refused: it takes all hosts of its Gateway. Name hosts that the tenant declares.",
        },
        {
          expression: "variables.undeclared.size() == 0",
          message: "Name declared hosts only, one at least. Add them to hosts in the tenant.",
          messageExpression: undeclaredMessage("variables.undeclared"),
        },
        noClaims,
        noOtherAnnotations,
        {
          expression: "!variables.hasExtensions",
          message:
            "Leave filters of type ExtensionRef out: they refer to a controller's own kinds, which can claim more than the route says.",
        },
        {
          expression: "!variables.hasOtherBackends",
          message: "Name Services as backends: other kinds can stand for another tenant's targets.",
        },
        {
          expression: "object.?spec.?addresses.orValue([]).size() == 0",
          message:
            "Leave addresses out of a Gateway: they may be others'. The platform's gateway has its own.",
        },
        {
          expression: `object.?spec.?infrastructure.?labels[?'${managedByLabel}'].orValue('') != '${managedBy}' || ${isPlatform}`,
          message: `Leave ${managedByLabel}: ${managedBy} out of a Gateway's infrastructure: it marks what is the platform's.`,
        },
      ],
    },
  };
}
