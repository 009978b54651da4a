import type { KnownIds } from "./known-ids.ts";

/*
 * The notation for the requirements and controls that rules, admission policies, components and attempts serve.
 *
 * `known-ids.ts` has the ids as types. An unknown id then doesn't compile, and this module reads no JSON at run
 * time. Write an id exactly like the catalogue does. A search for `NSA-NET-08` then finds every place.
 */

/** A framework by its name in the catalogue, or Casemate's own requirements. */
export type Framework = keyof KnownIds;

interface ControlOf<F extends Framework> {
  readonly framework: F;
  readonly id: KnownIds[F];
}

/** A requirement, or an item of the control catalogue. */
export type Control = { [F in Framework]: ControlOf<F> }[Framework];

/** The requirements and controls that a rule, component or attempt serves. Never empty. */
export type Controls = readonly [Control, ...Control[]];

const idsOf =
  <F extends Framework>(framework: F) =>
  (...ids: [KnownIds[F], ...KnownIds[F][]]): [ControlOf<F>, ...ControlOf<F>[]] => {
    const [first, ...others] = ids;
    return [{ framework, id: first }, ...others.map((id) => ({ framework, id }))];
  };

export const requirement = idsOf("Casemate requirements");
export const cis = idsOf("CIS Amazon EKS Benchmark");
export const nsa = idsOf("NSA/CISA Kubernetes Hardening Guidance");
export const pss = idsOf("Kubernetes Pod Security Standards (restricted)");
export const fsbp = idsOf("AWS Security Hub CSPM / FSBP");
export const stig = idsOf("DISA STIG Kubernetes (customer side on EKS)");
export const mitre = idsOf("MITRE ATT&CK Containers");
export const owasp = idsOf("OWASP Kubernetes Top Ten");

/** The text before an id. Ids of the NSA guidance begin with its name, and requirements need none. */
export const textPrefixes: Readonly<Record<Framework, string>> = {
  "Casemate requirements": "",
  "CIS Amazon EKS Benchmark": "CIS EKS ",
  "NSA/CISA Kubernetes Hardening Guidance": "",
  "Kubernetes Pod Security Standards (restricted)": "PSS ",
  "AWS Security Hub CSPM / FSBP": "FSBP ",
  "DISA STIG Kubernetes (customer side on EKS)": "STIG ",
  "MITRE ATT&CK Containers": "MITRE ",
  "OWASP Kubernetes Top Ten": "OWASP ",
};

/** The text form in docs, comments and test titles: `A5`, `CIS EKS 5.4.2`, `NSA-NET-08`, `MITRE T1133`. */
export function textOf({ framework, id }: Control): string {
  return `${textPrefixes[framework]}${id}`;
}

export function isRequirement({ framework }: { readonly framework: string }): boolean {
  return framework === "Casemate requirements";
}
