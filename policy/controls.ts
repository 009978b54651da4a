import type { Control } from "./rule.ts";

// The frameworks by the names that they have in the control catalogue.
const of =
  (framework: string) =>
  (...ids: string[]): Control[] =>
    ids.map((id) => ({ framework, id }));

export const cis = of("CIS Amazon EKS Benchmark");
export const nsa = of("NSA/CISA Kubernetes Hardening Guidance");
export const podSecurity = of("Kubernetes Pod Security Standards (restricted)");
export const securityHub = of("AWS Security Hub CSPM / FSBP");
export const stig = of("DISA STIG Kubernetes (customer side on EKS)");
