import { z } from "zod";
import { managedByLabel } from "../contract/classes.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { type Entry, reportingEntries } from "../shared/input/reporting.ts";

/** Kubernetes' bound is 256 KiB. The API server copies a Namespace's metadata into memory for each admission check. */
const annotationBytes = 16 * 1024;
const labelCount = 50;

/** A qualified name: an optional DNS subdomain with a slash, and a name (apimachinery, `IsQualifiedName`). */
const keyPattern =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const key = z
  .string("a key, such as example.com/cost-center")
  .max(317, "a key of at most 253 characters, a slash and 63 characters")
  .regex(keyPattern, "a key, such as example.com/cost-center");

const aLabelValue = "up to 63 letters, digits, hyphens, dots and underscores, such as retail-42";
const labelValue = z
  .string(aLabelValue)
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/, aLabelValue);

/** Labels of the tenant's own choice. */
export const labelsSchema = z
  .record(key, labelValue, 'labels by key, such as { example.com/cost-center: "4711" }')
  .readonly()
  .check(reportingEntries<string>(ownedKeyProblems))
  .check(
    reportingEntries<string>((entries) =>
      entries.length <= labelCount
        ? []
        : [{ path: "", received: entries.length, allowed: `at most ${labelCount} labels` }],
    ),
  );

/** Annotations of the tenant's own choice. */
export const annotationsSchema = z
  .record(key, z.string("a text"), "annotations by key, such as { example.com/owner: retail }")
  .readonly()
  .check(reportingEntries<string>(ownedKeyProblems))
  .check(
    reportingEntries<string>((entries) => {
      const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(entries)));
      return bytes <= annotationBytes
        ? []
        : [{ path: "", received: `${bytes} bytes`, allowed: `at most ${annotationBytes} bytes together` }];
    }),
  );

/**
 * Keys that guards read, and who owns them. A domain includes its subdomains.
 *
 * Kubernetes' own keys on namespaces set Pod Security, node selectors and tolerations of all pods
 * (PodNodeSelector, PodTolerationRestriction), and the name that NetworkPolicies select.
 */
const owners: readonly { readonly domain: string; readonly owner: string }[] = [
  { domain: "casemate.dev", owner: "Casemate's, from other fields of the tenant" },
  { domain: "pulumi.com", owner: "Pulumi's, which decide how objects are deleted" },
  { domain: "kubernetes.io", owner: "Kubernetes' own, which guards read" },
  { domain: "k8s.io", owner: "Kubernetes' own, which guards read" },
];

/** Keys that switch another guard off in a namespace. */
const switches: readonly string[] = [
  "admission.gatekeeper.sh/ignore",
  "cert-manager.io/disable-validation",
  "policies.kyverno.io/exclude",
];

function ownedKeyProblems(entries: readonly Entry<string>[]): InputProblem[] {
  return entries.flatMap(([name]) => {
    const owner = ownerOf(String(name));
    return owner === undefined
      ? []
      : [
          {
            path: String(name),
            received: name,
            allowed: "your own key, or one of software that you use",
            fix: `This key is ${owner}.`,
          },
        ];
  });
}

function ownerOf(name: string): string | undefined {
  const [prefix = "", rest] = name.split("/");
  if (name === managedByLabel) {
    return "Casemate's mark on the platform's objects";
  }
  // The recommended labels, such as app.kubernetes.io/part-of: no guard reads them.
  if (rest === undefined || prefix === "app.kubernetes.io") {
    return undefined;
  }
  if (switches.includes(name)) {
    return "a switch that turns another guard off in the namespace";
  }
  return owners.find(({ domain }) => prefix === domain || prefix.endsWith(`.${domain}`))?.owner;
}
