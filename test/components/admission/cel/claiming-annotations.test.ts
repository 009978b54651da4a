import { expect } from "chai";
import {
  claimingAnnotations,
  dnsAnnotations,
  referringAnnotations,
} from "../../../../components/admission/cel/claiming-annotations.ts";

// These patterns have the same meaning in RE2 and JavaScript.

describe("annotations by which an object claims more than its spec", () => {
  const claims = new RegExp(claimingAnnotations);

  for (const key of [
    "nginx.ingress.kubernetes.io/server-alias",
    "nginx.ingress.kubernetes.io/server-snippet",
    "nginx.ingress.kubernetes.io/configuration-snippet",
    "nginx.org/location-snippets",
    "prefix-of-our-own.example.com/auth-snippet",
    "haproxy.org/backend-config-snippet",
    "haproxy.org/route-acl",
    "haproxy-ingress.github.io/config-backend",
    "haproxy-ingress.github.io/server-alias-regex",
    "server-snippet",
    "cert-manager.io/common-name",
    "cert-manager.io/alt-names",
    "cert-manager.io/ip-sans",
    "cert-manager.io/uri-sans",
    "cert-manager.io/email-sans",
    "alb.ingress.kubernetes.io/group.name",
    "alb.ingress.kubernetes.io/conditions.checkout",
    "alb.ingress.kubernetes.io/actions.checkout",
    "alb.ingress.kubernetes.io/security-groups",
    "alb.ingress.kubernetes.io/wafv2-acl-arn",
    "alb.ingress.kubernetes.io/wafv2-acl-name",
    "alb.ingress.kubernetes.io/load-balancer-attributes",
    "alb.ingress.kubernetes.io/mutual-authentication",
    "alb.ingress.kubernetes.io/enable-frontend-nlb",
    "alb.ingress.kubernetes.io/frontend-nlb-security-groups",
  ]) {
    it(`are ${key}`, () => {
      expect(key).to.match(claims);
    });
  }

  for (const key of [
    "nginx.ingress.kubernetes.io/rewrite-target",
    "alb.ingress.kubernetes.io/scheme",
    "alb.ingress.kubernetes.io/group.order",
    "alb.ingress.kubernetes.io/ssl-redirect",
    "alb.ingress.kubernetes.io/certificate-arn",
    "alb.ingress.kubernetes.io/healthcheck-path",
    "cert-manager.io/cluster-issuer",
    "cert-manager.io/subject-organizations",
    "kubectl.kubernetes.io/last-applied-configuration",
    "example.com/snippet-owner",
    "example.com/cert-manager.io/common-name",
  ]) {
    it(`are not ${key}`, () => {
      expect(key).to.not.match(claims);
    });
  }
});

describe("annotations that publish names", () => {
  const dns = new RegExp(dnsAnnotations);

  for (const key of [
    "external-dns.kubernetes.io/hostname",
    "external-dns.kubernetes.io/internal-hostname",
    "external-dns.alpha.kubernetes.io/hostname",
    "external-dns.alpha.kubernetes.io/internal-hostname",
  ]) {
    it(`are ${key}`, () => {
      expect(key).to.match(dns);
    });
  }

  for (const key of [
    "external-dns.kubernetes.io/ttl",
    "external-dns.kubernetes.io/ingress-hostname-source",
    "kubernetes.io/hostname",
  ]) {
    it(`are not ${key}`, () => {
      expect(key).to.not.match(dns);
    });
  }
});

describe("annotations that name a Secret or ConfigMap", () => {
  const refers = new RegExp(referringAnnotations);

  for (const key of [
    "nginx.ingress.kubernetes.io/auth-secret",
    "nginx.ingress.kubernetes.io/auth-tls-secret",
    "nginx.ingress.kubernetes.io/proxy-ssl-secret",
    "nginx.ingress.kubernetes.io/auth-proxy-set-headers",
    "nginx.ingress.kubernetes.io/custom-headers",
    "nginx.ingress.kubernetes.io/fastcgi-params-configmap",
    "haproxy-ingress.github.io/secure-verify-ca-secret",
    "haproxy.org/server-ca",
    "haproxy.org/server-crt",
    "haproxy.org/client-ca",
  ]) {
    it(`are ${key}`, () => {
      expect(key).to.match(refers);
    });
  }

  for (const key of [
    "nginx.ingress.kubernetes.io/auth-url",
    "kubectl.kubernetes.io/last-applied-configuration",
  ]) {
    it(`are not ${key}`, () => {
      expect(key).to.not.match(refers);
    });
  }
});
