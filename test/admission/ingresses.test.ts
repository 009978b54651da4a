import { expect } from "chai";
import { claimingAnnotations } from "../../components/admission/ingresses.ts";

describe("annotations by which an Ingress claims more than its rules say", () => {
  // RE2 and JavaScript read this pattern alike.
  const claims = new RegExp(claimingAnnotations);

  for (const key of [
    "nginx.ingress.kubernetes.io/server-alias",
    "nginx.ingress.kubernetes.io/server-snippet",
    "nginx.ingress.kubernetes.io/configuration-snippet",
    "nginx.org/location-snippets",
    "prefix-of-our-own.example.com/auth-snippet",
    "haproxy-ingress.github.io/server-alias-regex",
    "server-snippet",
    "alb.ingress.kubernetes.io/group.name",
    "alb.ingress.kubernetes.io/conditions.checkout",
    "alb.ingress.kubernetes.io/actions.checkout",
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
    "cert-manager.io/cluster-issuer",
    "kubectl.kubernetes.io/last-applied-configuration",
    "example.com/snippet-owner",
  ]) {
    it(`are not ${key}`, () => {
      expect(key).to.not.match(claims);
    });
  }
});
