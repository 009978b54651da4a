import { catalogue } from "../../controls/catalogue.ts";
import { type Framework, textPrefixes } from "../../controls/ids.ts";
import { requirements } from "../../controls/requirements.ts";

const services = new Set(
  catalogue.flatMap(({ framework, id }) =>
    framework === "AWS Security Hub CSPM / FSBP" ? [id.slice(0, id.indexOf("."))] : [],
  ),
);

/** How each framework's ids look, known or not. Ids of `bare` frameworks are recognized without the text before them. */
const shapes: Readonly<Record<Framework, { readonly id: string; readonly bare: boolean }>> = {
  "Casemate requirements": { id: String.raw`(?:[A-E]\d{1,2}|K\d)`, bare: true },
  "CIS Amazon EKS Benchmark": { id: String.raw`\d+(?:\.\d+)+`, bare: false },
  "NSA/CISA Kubernetes Hardening Guidance": { id: String.raw`NSA-[A-Z]+-\d+`, bare: true },
  "Kubernetes Pod Security Standards (restricted)": { id: String.raw`[a-z]+/[\w-]+`, bare: false },
  "AWS Security Hub CSPM / FSBP": { id: String.raw`(?:${[...services].join("|")})\.\d+`, bare: true },
  "DISA STIG Kubernetes (customer side on EKS)": { id: String.raw`V-\d{6}`, bare: true },
  "MITRE ATT&CK Containers": { id: String.raw`T\d{4}(?:\.\d{3})?`, bare: true },
  "OWASP Kubernetes Top Ten": { id: String.raw`K\d{2}:\d{4}`, bare: true },
};

const frameworks = Object.entries(shapes).map(([framework, { id, bare }]) => ({
  known: new Set<string>(
    [...catalogue, ...requirements.map(({ id }) => ({ framework: "Casemate requirements", id }))].flatMap(
      (item) => (item.framework === framework ? [item.id] : []),
    ),
  ),
  /** One code in its text form, or several with the text before the first: `CIS EKS 5.4.1, 5.4.2`. */
  list: new RegExp(
    String.raw`(?<![\w.-])${textPrefixes[framework as Framework]}${id}(?:(?:, | and )${id})*(?![\w-])`,
    "g",
  ),
  id: new RegExp(id, "g"),
  bare: bare ? new RegExp(String.raw`(?<![\w.-])${id}(?![\w-])`, "g") : undefined,
}));

/** Codes in comments and docs that don't exist, or that aren't in the one text form. */
export function proseProblems(text: string): string[] {
  const problems: string[] = [];
  let rest = text;
  for (const { list, id, known } of frameworks) {
    rest = rest.replace(list, (codes) => {
      problems.push(
        ...(codes.match(id) ?? []).filter((code) => !known.has(code)).map((code) => `unknown: ${code}`),
      );
      return "";
    });
  }
  const misshapen = [/\bCIS \d+(?:\.\d+)+/g, ...frameworks.flatMap(({ bare }) => bare ?? [])];
  return [
    ...problems,
    ...misshapen.flatMap((shape) => (rest.match(shape) ?? []).map((code) => `not in its text form: ${code}`)),
  ];
}

/** Codes in program text, titles of tests included, that don't exist. */
export function codeProblems(text: string): string[] {
  return frameworks.flatMap(({ bare, list, id, known }) =>
    (text.match(bare ?? list) ?? [])
      .flatMap((codes) => codes.match(id) ?? [])
      .filter((code) => !known.has(code))
      .map((code) => `unknown: ${code}`),
  );
}
