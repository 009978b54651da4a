import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { declaredHost, hostRules, makeIngress } from "../support/ingress-objects.ts";
import { table } from "../support/tables.ts";

/** Annotations that give an Ingress more traffic than its rules. */
export const attempts: readonly Attempt[] = table(
  {
    expect: "refused",
    by: "casemate-ingresses",
    why: "An attacker with the host gets its visitors, their passwords and their certificates.",
    serves: [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1190")],
  },
  [
    {
      name: "claims another host by an alias in an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "nginx.ingress.kubernetes.io/server-alias": "pay.example.com",
      }),
    },
    {
      name: "writes the proxy's configuration by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "nginx.ingress.kubernetes.io/configuration-snippet": "proxy_pass http://169.254.169.254;",
      }),
    },
    {
      name: "joins another tenant's load balancer by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "alb.ingress.kubernetes.io/group.name": "platform",
      }),
    },
    {
      name: "adds a host to its rule by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "alb.ingress.kubernetes.io/conditions.frontend":
          '[{"field":"host-header","hostHeaderConfig":{"values":["pay.example.com"]}}]',
      }),
    },
    {
      name: "forwards requests to another tenant's targets by an annotation",
      as: "operator of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "alb.ingress.kubernetes.io/actions.frontend": '{"type":"forward","targetGroupARN":"arn:aws:x"}',
      }),
    },
    {
      name: "publishes another host by an annotation",
      as: "operator of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "external-dns.alpha.kubernetes.io/hostname": "pay.example.com",
      }),
    },
    {
      name: "publishes another host by an annotation of external-dns 0.22",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "external-dns.kubernetes.io/hostname": "pay.example.com",
      }),
    },
    {
      name: "requests a certificate of another host by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "cert-manager.io/common-name": "pay.example.com",
      }),
    },
    {
      name: "requests a certificate of an address by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), { "cert-manager.io/ip-sans": "203.0.113.10" }),
    },
    {
      name: "removes the firewall from the load balancer by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "alb.ingress.kubernetes.io/wafv2-acl-arn": "none",
      }),
    },
    {
      name: "chooses the load balancer's security groups by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "alb.ingress.kubernetes.io/security-groups": "sg-0",
      }),
    },
    {
      name: "disables the load balancer's access log by an annotation",
      as: "operator of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "alb.ingress.kubernetes.io/load-balancer-attributes": "access_logs.s3.enabled=false",
      }),
    },
    {
      name: "makes the proxy read another tenant's Secret by an annotation",
      as: "developer of storefront",
      does: makeIngress("storefront", hostRules(declaredHost), {
        "nginx.ingress.kubernetes.io/auth-tls-secret": "payments/paymentservice",
      }),
    },
  ],
);
