import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Tenant } from "../support/attempt.ts";
import { hostRules, makeIngress } from "../support/ingress-objects.ts";
import { namespacePath, service } from "../support/objects.ts";
import { madeInCluster, make, mergePatch, pathOf, replace } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";

/** Storefront has one exposure, `public TCP 8080 frontend`. Checkout and payments have none. */
const shop = "shop.example.com";
const services = (tenant: Tenant) => pathOf("v1", "services", tenant);
const scheme = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };
const openScheme = { "alb.ingress.kubernetes.io/scheme": "internet-facing" };
const ports = [{ port: 443, targetPort: 8080 }];
const selector = { "app.kubernetes.io/name": "frontend" };
const balanced = {
  type: "LoadBalancer",
  loadBalancerClass: "service.k8s.aws/nlb",
  allocateLoadBalancerNodePorts: false,
  ports,
  selector,
};
const gateway = (gatewayClassName: string, spec = {}) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "attempt" },
  spec: {
    gatewayClassName,
    listeners: [{ name: "http", port: 80, protocol: "HTTP", hostname: shop }],
    ...spec,
  },
});
/** The quota counts a deleted load balancer for some seconds. */
const quotaIsFree = {
  ...make(services("storefront"), service(balanced, scheme, "free")),
  as: "platform",
  until: /"kind":"Service"/,
} as const;
const gateways = (tenant: Tenant) => pathOf("gateway.networking.k8s.io/v1", "gateways", tenant);

const why =
  "A load balancer that reaches further than declared opens the namespace to clients that no review has seen.";
const serves: Controls = [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1133", "T1190")];

/** Ways in for traffic, further than a tenant declares, and those that it declares. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "developer of storefront", expect: "refused", by: "casemate-exposure", why, serves }, [
    {
      name: "balances traffic to a port that isn't exposed",
      does: make(
        services("storefront"),
        service({ ...balanced, ports: [{ port: 443, targetPort: 9090 }] }, scheme),
      ),
    },
    {
      name: "balances traffic to a workload that isn't exposed",
      does: make(
        services("storefront"),
        service({ ...balanced, selector: { "app.kubernetes.io/name": "admin" } }, scheme),
      ),
    },
    {
      name: "balances traffic to all its pods",
      does: make(services("storefront"), service({ ...balanced, selector: { tier: "web" } }, scheme)),
    },
    {
      name: "balances traffic to no pods, for endpoints that it writes later",
      does: make(services("storefront"), service({ ...balanced, selector: undefined }, scheme)),
    },
    {
      name: "balances traffic to a port by its name, which a pod chooses",
      does: make(
        services("storefront"),
        service({ ...balanced, ports: [{ port: 443, targetPort: "http" }] }, scheme),
      ),
    },
    {
      name: "balances another protocol than the exposed one",
      does: make(
        services("storefront"),
        service({ ...balanced, ports: [{ port: 443, targetPort: 8080, protocol: "UDP" }] }, scheme),
      ),
    },
    {
      name: "opens an internal load balancer although only a public one is declared",
      does: make(services("storefront"), service(balanced)),
    },
    {
      name: "opens a port on every node for its load balancer",
      does: make(
        services("storefront"),
        service({ ...balanced, allocateLoadBalancerNodePorts: true }, scheme),
      ),
    },
    {
      name: "opens a health check port on every node for its load balancer",
      does: make(services("storefront"), service({ ...balanced, externalTrafficPolicy: "Local" }, scheme)),
    },
    {
      name: "asks another controller for a load balancer",
      does: make(
        services("storefront"),
        service({ ...balanced, loadBalancerClass: "example.com/own" }, scheme),
      ),
    },
    {
      name: "places its load balancer in subnets of its choice",
      does: make(
        services("storefront"),
        service(balanced, {
          ...scheme,
          "service.beta.kubernetes.io/aws-load-balancer-subnets": "subnet-0123456789abcdef0",
        }),
      ),
    },
    {
      name: "gives its load balancer the platform's security group",
      does: make(
        services("storefront"),
        service(balanced, {
          ...scheme,
          "service.beta.kubernetes.io/aws-load-balancer-security-groups": "sg-0123456789abcdef0",
        }),
      ),
    },
    {
      name: "sends its load balancer's logs to a bucket of its choice",
      does: make(
        services("storefront"),
        service(balanced, {
          ...scheme,
          "service.beta.kubernetes.io/aws-load-balancer-attributes":
            "access_logs.s3.enabled=true,access_logs.s3.bucket=mine",
        }),
      ),
    },
    {
      name: "lets its load balancer send to nodes in place of pods",
      does: make(
        services("storefront"),
        service(balanced, {
          ...scheme,
          "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "instance",
        }),
      ),
    },
    {
      name: "lets its Ingress send to nodes in place of pods",
      does: makeIngress(
        "storefront",
        { ingressClassName: "alb", ...hostRules(shop) },
        { ...openScheme, "alb.ingress.kubernetes.io/target-type": "instance" },
      ),
    },
    {
      name: "opens an internal Ingress although only a public one is declared",
      does: makeIngress(
        "storefront",
        { ingressClassName: "alb", ...hostRules(shop) },
        { "alb.ingress.kubernetes.io/scheme": "internal" },
      ),
    },
  ]),
  {
    name: "takes an outside address by the status of its load balancer's Service",
    as: "delegate of storefront",
    given: [
      quotaIsFree,
      {
        ...make(services("storefront"), service(balanced, scheme, "balanced")),
        path: services("storefront"),
        as: "platform",
      },
    ],
    does: mergePatch(`${services("storefront")}/balanced/status`, {
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.10" }] } },
    }),
    expect: "refused",
    by: "casemate-exposure",
    why: "kube-proxy takes traffic for the address on all nodes (CVE-2020-8554).",
    serves: [...requirement("B4", "D2"), ...nsa("NSA-NET-16")],
  },
  ...table({ expect: "refused", by: "casemate-exposure", why, serves }, [
    {
      name: "opens a Gateway of AWS without an exposure",
      as: "delegate of payments",
      by: ["casemate-exposure", "casemate-routes"],
      does: make(gateways("payments"), gateway("alb-internal")),
    },
    {
      name: "opens an internal Gateway although only a public one is declared",
      as: "delegate of storefront",
      does: make(gateways("storefront"), gateway("nlb-internal")),
    },
    {
      name: "configures its own internet-facing load balancer for a Gateway",
      as: "delegate of storefront",
      does: make(
        gateways("storefront"),
        gateway("alb-public", {
          infrastructure: {
            parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "own" },
          },
        }),
      ),
    },
  ]),
  ...table({ as: "developer of storefront", expect: "refused", serves }, [
    {
      name: "opens a second load balancer for one exposure",
      given: [
        quotaIsFree,
        {
          ...make(services("storefront"), service(balanced, scheme, "first")),
          path: services("storefront"),
          as: "platform",
        },
      ],
      does: { ...make(services("storefront"), service(balanced, scheme)), path: services("storefront") },
      by: "quota",
      why: "Each load balancer costs money and an address of the subnets.",
    },
    {
      name: "publishes another tenant's host through its load balancer",
      does: makeIngress(
        "storefront",
        { ingressClassName: "alb", ...hostRules("pay.example.com") },
        openScheme,
      ),
      by: "casemate-ingresses",
      why: "An attacker with the host gets its visitors.",
    },
  ]),
  ...table({ as: "developer of payments", expect: "refused", serves }, [
    {
      name: "opens a load balancer of AWS without an exposure",
      does: make(services("payments"), service(balanced)),
      by: "casemate-exposure",
      why,
    },
    {
      name: "changes its Service to a load balancer of AWS",
      does: replace(`${services("payments")}/${target}`, service(balanced, scheme, target)),
      by: "casemate-exposure",
      why,
    },
    {
      name: "opens an Ingress of AWS without an exposure",
      does: makeIngress("payments", { ingressClassName: "alb", ...hostRules(shop) }, openScheme),
      by: ["casemate-exposure", "casemate-ingresses"],
      why,
    },
    {
      name: "opens an Ingress by AWS's annotation without a class",
      does: makeIngress("payments", hostRules(shop), openScheme),
      by: ["casemate-exposure", "casemate-ingresses"],
      why,
    },
  ]),
  {
    name: "declares an exposure on its Namespace by itself",
    as: "developer of payments",
    does: mergePatch(namespacePath("payments"), {
      metadata: { annotations: { "casemate.dev/exposure": "public TCP 8443 paymentservice" } },
    }),
    expect: "refused",
    by: "rbac",
    why: "The exposure is the platform's to review.",
    serves,
  },
  ...table(
    {
      as: "developer of storefront",
      expect: "refused",
      by: "rbac",
      why: "The objects of the platform's controllers decide about subnets, nodes and targets for all tenants.",
      serves: [...requirement("B4", "D2"), ...nsa("NSA-NET-16")],
    },
    [
      {
        name: "binds its Service to a target group of its choice",
        does: make(pathOf("elbv2.k8s.aws/v1beta1", "targetgroupbindings", "storefront"), {
          apiVersion: "elbv2.k8s.aws/v1beta1",
          kind: "TargetGroupBinding",
          metadata: { name: "attempt" },
        }),
      },
      {
        name: "makes all Ingresses of a class internet-facing",
        does: madeInCluster("elbv2.k8s.aws/v1beta1", "IngressClassParams", "ingressclassparams", {
          spec: { scheme: "internet-facing" },
        }),
      },
      {
        name: "lets Karpenter start nodes with its own user data",
        does: madeInCluster("karpenter.k8s.aws/v1", "EC2NodeClass", "ec2nodeclasses"),
      },
      {
        name: "lets Karpenter start nodes of another class for its pods",
        does: madeInCluster("karpenter.sh/v1", "NodePool", "nodepools"),
      },
    ],
  ),
  ...table(
    {
      expect: "admitted",
      why: "The tenant declares the exposure, and that is all it needs.",
      serves: [...requirement("B4", "D5")],
    },
    [
      {
        name: "opens the public Ingress that it declares",
        as: "developer of storefront",
        does: makeIngress(
          "storefront",
          { ingressClassName: "alb", ...hostRules(shop) },
          { ...openScheme, "alb.ingress.kubernetes.io/target-type": "ip" },
        ),
      },
      {
        name: "opens the public Network Load Balancer that it declares",
        as: "developer of storefront",
        given: [quotaIsFree],
        does: make(
          services("storefront"),
          service(balanced, {
            ...scheme,
            "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol": "*",
          }),
        ),
      },
      {
        name: "opens the public Gateway that it declares",
        as: "delegate of storefront",
        does: make(gateways("storefront"), gateway("alb-public")),
      },
      {
        name: "keeps an Ingress of a controller inside the cluster without an exposure for it",
        as: "developer of storefront",
        does: makeIngress("storefront", { ingressClassName: "nginx", ...hostRules(shop) }),
      },
    ],
  ),
];
