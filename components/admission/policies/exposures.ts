import { mitre, nsa, owasp, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import { workloadLabel } from "../../contract/flow.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf, celList } from "../cel/cel.ts";
import { declaredExposures, exposureMessage } from "../cel/declared-exposure.ts";
import { coreRule } from "../cel/resource-rules.ts";

const annotation = (key: string) => `object.metadata.?annotations[?'${key}'].orValue('')`;
const serviceAnnotations = "service.beta.kubernetes.io/aws-load-balancer-";

/** Whether the kind of the object is one of those that a load balancer can come from, and it asks for one of AWS. */
const asksForLoadBalancer = [
  "(object.kind == 'Service' && object.spec.type == 'LoadBalancer')",
  `(object.kind == 'Ingress' && (${anyOf(
    "object.spec.?ingressClassName.orValue('') == 'alb'",
    `${annotation("kubernetes.io/ingress.class")} == 'alb'`,
    ...["scheme", "target-type", "listen-ports"].map(
      (key) => `${annotation(`alb.ingress.kubernetes.io/${key}`)} != ''`,
    ),
  )}))`,
  "(object.kind == 'Gateway' && object.spec.gatewayClassName.matches('^(alb|nlb)(-|$)'))",
];

/** Only these say something about the one load balancer, and nothing about its place in the network or its owner. */
const allowedForServices = [
  "backend-protocol",
  "healthcheck-healthy-threshold",
  "healthcheck-interval",
  "healthcheck-path",
  "healthcheck-protocol",
  "healthcheck-success-codes",
  "healthcheck-timeout",
  "healthcheck-unhealthy-threshold",
  "nlb-target-type",
  "proxy-protocol",
  "scheme",
  "ssl-cert",
  "ssl-negotiation-policy",
  "ssl-ports",
  "target-group-attributes",
].map((name) => `${serviceAnnotations}${name}`);

/** A Service has few ports that are exposed. With more, each comparison with the exposures would cost the API server. */
const mostPorts = 20;
const mostAnnotations = 50;

const isService = "object.kind == 'Service'";
const line = [
  "variables.visibility",
  "' '",
  "port.?protocol.orValue('TCP')",
  "' '",
  "string(port.?targetPort.orValue(port.port))",
  "' '",
  `variables.spec.?selector[?'${workloadLabel}'].orValue('')`,
].join(" + ");

/**
 * Load balancers of AWS reach what their namespace exposes, and no further: an internet-facing one needs a public
 * exposure. NetworkPolicies enforce the same: they let in the subnets of the load balancers with the declared
 * visibility only.
 *
 * - Ingresses of the class `alb`, and with its annotations. Without a scheme, IngressClassParams decide;
 * - Gateways of classes whose names begin with `alb` or `nlb`. Names that end in `-public` are of internet-facing ones,
 *   names that end in `-internal` of internal ones;
 * - Services of type LoadBalancer: of the class `service.k8s.aws/nlb`, with pods as targets, so that no node opens a
 *   port, and with the exposed ports only.
 *
 * A Service's `status.loadBalancer` may hold names but no addresses: kube-proxy would take an address' traffic on all
 * nodes (CVE-2020-8554).
 *
 * Source: github.com/kubernetes-sigs/aws-load-balancer-controller v3.5.0, docs/guide/{ingress,service}/annotations.md,
 * docs/guide/gateway.
 */
export function exposurePolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-exposure",
    summary: "Load balancers that reach further than the exposures that their namespace declares.",
    controls: [
      ...requirement("B4", "D5"),
      ...nsa("NSA-NET-16"),
      ...mitre("T1133", "T1190"),
      ...owasp("K06:2025"),
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [
          coreRule(["CREATE", "UPDATE"], ["services", "services/status"]),
          {
            apiGroups: ["networking.k8s.io"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["ingresses", "ingresses/status"],
          },
          {
            apiGroups: ["gateway.networking.k8s.io"],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE"],
            resources: ["gateways"],
          },
        ],
      },
      matchConditions: [{ name: "asks-for-a-load-balancer", expression: anyOf(...asksForLoadBalancer) }],
      variables: [
        declaredExposures,
        // Without a type, because the API server checks each expression against the fields of every kind.
        { name: "spec", expression: "dyn(object.spec)" },
        {
          name: "changed",
          expression: anyOf(
            "request.operation == 'CREATE'",
            "object.spec != oldObject.spec",
            "object.metadata.?annotations != oldObject.metadata.?annotations",
          ),
        },
        {
          name: "isPublic",
          expression: anyOf(
            `(${allOf(isService, `${annotation(`${serviceAnnotations}scheme`)} == 'internet-facing'`)})`,
            `(object.kind == 'Ingress' && ${annotation("alb.ingress.kubernetes.io/scheme")} == 'internet-facing')`,
            "(object.kind == 'Gateway' && variables.spec.gatewayClassName.endsWith('-public'))",
          ),
        },
        {
          name: "isInternal",
          expression: anyOf(
            isService,
            `(object.kind == 'Ingress' && ${annotation("alb.ingress.kubernetes.io/scheme")} == 'internal')`,
            "(object.kind == 'Gateway' && variables.spec.gatewayClassName.endsWith('-internal'))",
          ),
        },
        {
          // Empty if the platform's class decides.
          name: "visibility",
          expression: "variables.isPublic ? 'public' : (variables.isInternal ? 'internal' : '')",
        },
        {
          name: "undeclaredPorts",
          expression: `${isService} && variables.spec.ports.size() <= ${mostPorts} ? variables.spec.ports.map(port, ${line}).filter(line, !(line in variables.exposures)) : []`,
        },
        {
          name: "annotations",
          expression: `${isService} && object.metadata.?annotations.orValue({}).size() <= ${mostAnnotations} ? object.metadata.?annotations.orValue({}).filter(key, key.startsWith('${serviceAnnotations}') && !(key in ${celList(allowedForServices)})) : []`,
        },
      ],
      validations: [
        {
          expression: "!variables.changed || variables.exposures.size() > 0",
          message: "A load balancer needs an exposure. Declare exposure in the tenant.",
          messageExpression: `'A load balancer needs an exposure.' + ${exposureMessage}`,
        },
        {
          expression:
            "!variables.changed || variables.visibility == '' || variables.exposures.exists(line, line.startsWith(variables.visibility + ' '))",
          message: "The namespace has no exposure of this visibility. Declare exposure in the tenant.",
          messageExpression:
            "'An ' + (variables.isPublic ? 'internet-facing' : 'internal') + ' load balancer needs an exposure with visibility ' + variables.visibility + '.' + " +
            `(variables.isPublic ? '' : ' For a public one set the scheme internet-facing.') + ${exposureMessage}`,
        },
        {
          expression: `!variables.changed || object.kind != 'Ingress' || ${annotation("alb.ingress.kubernetes.io/target-type")} in ['', 'ip']`,
          message:
            "Leave target-type out, or set ip: with instance, each Service would open a port on every node.",
        },
        {
          expression:
            "!variables.changed || object.kind != 'Gateway' || !has(variables.spec.infrastructure) || !has(variables.spec.infrastructure.parametersRef)",
          message:
            "Leave parametersRef out of the Gateway's infrastructure: the platform's GatewayClass sets the load balancer's scheme and subnets.",
        },
        {
          expression: `!variables.changed || !(${isService}) || variables.spec.?loadBalancerClass.orValue('') == 'service.k8s.aws/nlb'`,
          message: "Set loadBalancerClass: service.k8s.aws/nlb, the class of Network Load Balancers.",
        },
        {
          expression: `!variables.changed || !(${isService}) || (variables.spec.?allocateLoadBalancerNodePorts.orValue(true) == false && variables.spec.?externalTrafficPolicy.orValue('Cluster') == 'Cluster' && variables.spec.ports.size() <= ${mostPorts} && !variables.spec.ports.exists(port, has(port.nodePort)))`,
          message:
            "Set allocateLoadBalancerNodePorts: false, without nodePort and without externalTrafficPolicy: Local. The load balancer sends to pods, so no node needs a port.",
        },
        {
          expression: `!variables.changed || !(${isService}) || ${annotation(`${serviceAnnotations}nlb-target-type`)} in ['', 'ip']`,
          message: `Leave ${serviceAnnotations}nlb-target-type out, or set ip: the load balancer sends to pods.`,
        },
        {
          expression: `!variables.changed || !(${isService}) || variables.spec.ports.size() <= ${mostPorts}`,
          message: `A load balancer has at most ${mostPorts} ports.`,
        },
        {
          expression: "!variables.changed || variables.undeclaredPorts.size() == 0",
          message:
            "Each port of the load balancer must be exposed: its target port as a number, and the workload in the selector.",
          messageExpression: `'Not exposed: ' + variables.undeclaredPorts.join(', ') + '. Name target ports as numbers, and select pods by ${workloadLabel}.' + ${exposureMessage}`,
        },
        {
          expression: `!variables.changed || !(${isService}) || object.metadata.?annotations.orValue({}).size() <= ${mostAnnotations}`,
          message: `A load balancer's Service has at most ${mostAnnotations} annotations.`,
        },
        {
          expression: "!variables.changed || variables.annotations.size() == 0",
          message: "Leave annotations out that place the load balancer elsewhere in the platform's network.",
          messageExpression:
            "'Refused annotations: ' + variables.annotations.join(', ') + '. The platform decides about subnets, addresses, security groups and logs of load balancers.'",
        },
        {
          expression: `!(${isService}) || (object.?status.?loadBalancer.?ingress.orValue([]).size() <= ${mostPorts} && object.?status.?loadBalancer.?ingress.orValue([]).all(ingress, !has(ingress.ip)))`,
          message:
            "A Service's status names its load balancer by hostname. An address there would take other's traffic on all nodes.",
        },
      ],
    },
  };
}
