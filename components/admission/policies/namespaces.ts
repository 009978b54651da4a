import { cis, mitre, owasp, pss, requirement } from "../../../controls/ids.ts";
import { classes, classLabel, lifecycleLabel } from "../../contract/classes.ts";
import { type ExemptNamespace, judgedNamespaces } from "../../contract/exempt-namespaces.ts";
import { platformLabel } from "../../contract/platform-marks.ts";
import { isPlatform } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { bounded, excessVariable, sizeBound, withinBounds } from "../cel/bounds.ts";
import { allOf, anyOf, celList } from "../cel/cel.ts";
import { hasBaselineException, podSecurityLabel } from "../cel/pod-security-level.ts";
import { coreRule } from "../cel/resource-rules.ts";

type Version = "object" | "oldObject";
type Field = "labels" | "annotations";

const labelOf = (object: Version, key: string) => `${object}.metadata.?labels[?'${key}'].orValue('')`;

const inMetadata = (object: Version, field: Field) =>
  `(${object} == null ? {} : ${object}.metadata.?${field}.orValue({}))`;

const bounds = (["labels", "annotations"] as const).flatMap((field) =>
  (["object", "oldObject"] as const).map((object) =>
    sizeBound(`metadata.${field}`, inMetadata(object, field), 200),
  ),
);

/** Whether every Casemate label or annotation of one object has the same value in the other. */
const keeps = (of: Version, by: Version, field: Field) => {
  const isSame = `${inMetadata(of, field)}[?key] == ${inMetadata(by, field)}[?key]`;
  return `${inMetadata(of, field)}.all(key, !key.startsWith('casemate.dev/') || ${isSame})`;
};

const oursUnchanged = allOf(
  ...(["labels", "annotations"] as const).flatMap((field) => [
    keeps("object", "oldObject", field),
    keeps("oldObject", "object", field),
  ]),
);

/** A known class. No class is allowed only on a new Namespace, or if there was none before. */
const knownClass = [
  `${labelOf("object", classLabel)} == ''`,
  ` ? ${anyOf("request.operation == 'CREATE'", `${labelOf("oldObject", classLabel)} == ''`)}`,
  ` : ${labelOf("object", classLabel)} in ${celList(Object.keys(classes))}`,
].join("");

const toDispose = "Set lifecycle: disposable in its tenant, apply that, and then delete it.";

/**
 * The other policies trust a Namespace's labels and annotations, so:
 *
 * - Nobody can delete a Namespace whose lifecycle is `protected`.
 * - A Namespace with a class must keep a known class and Pod Security `restricted`. So no mistake in a pipeline and no
 *   copied `kubectl label` opens it. It may have `baseline` with the annotation that a waiver of its tenant sets.
 * - Only the platform may set labels and annotations under `casemate.dev/`, also on other namespaces. Otherwise their
 *   owners could declare hosts or a class for themselves, or make a namespace the platform's.
 * - No Namespace is both a tenant's and the platform's.
 *
 * The policy also judges Namespaces that the cluster's owner exempts. Otherwise a tenant's namespace could be exempted
 * and then lose its class.
 *
 * Requests to a Namespace's status and finalize can also change labels. Requests that change none aren't checked, so
 * that the namespace controller can always finish.
 */
export function namespacesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-namespaces",
    summary: "Deleting protected namespaces, and removing a namespace's class or Pod Security level.",
    controls: [
      ...requirement("A8", "E2"),
      ...cis("4.5.1"),
      ...pss("namespace/label-tamper"),
      ...mitre("T1485"),
      ...owasp("K04:2025"),
    ],
    outside: "all",
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: judgedNamespaces(exempt),
        resourceRules: [
          coreRule(
            ["CREATE", "UPDATE", "DELETE"],
            ["namespaces", "namespaces/status", "namespaces/finalize"],
          ),
        ],
      },
      matchConditions: [
        {
          name: "says-something-new",
          expression: anyOf(
            "request.operation != 'UPDATE'",
            "object.metadata.?labels != oldObject.metadata.?labels",
            "object.metadata.?annotations != oldObject.metadata.?annotations",
          ),
        },
      ],
      variables: [
        excessVariable(bounds),
        { name: "oursUnchanged", expression: bounded(`(${oursUnchanged})`, "false") },
      ],
      validations: [
        withinBounds,
        {
          expression: `request.operation != 'DELETE' || ${labelOf("oldObject", lifecycleLabel)} != 'protected'`,
          message: `The Namespace is protected. ${toDispose}`,
          messageExpression: `'Namespace ' + oldObject.metadata.name + ' is protected. ${toDispose}'`,
          reason: "Forbidden",
        },
        {
          expression: anyOf("request.operation == 'DELETE'", `(${knownClass})`),
          message: `The label ${classLabel} must be one of ${Object.keys(classes).join(", ")}, and can't be taken off. Set class in the tenant.`,
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            "request.operation == 'DELETE'",
            `${labelOf("object", classLabel)} == ''`,
            `${labelOf("object", podSecurityLabel)} == 'restricted'`,
            `(${allOf(`${labelOf("object", podSecurityLabel)} == 'baseline'`, hasBaselineException("object"))})`,
          ),
          message: `The label ${podSecurityLabel} must be restricted in namespaces with a class; baseline takes podSecurity and a waiver in the tenant. There is no waiver for privileged.`,
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            "request.operation == 'DELETE'",
            `${labelOf("object", classLabel)} == ''`,
            `${labelOf("object", platformLabel)} == ''`,
          ),
          message: `A namespace is a tenant's or the platform's: it must not have both ${classLabel} and ${platformLabel}.`,
          reason: "Forbidden",
        },
        {
          expression: `request.operation == 'DELETE' || variables.oursUnchanged || ${isPlatform}`,
          message:
            "Labels and annotations under casemate.dev/ are the platform's to set. Change the tenant's declaration.",
          reason: "Forbidden",
        },
      ],
    },
  };
}
