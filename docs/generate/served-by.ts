import { admissionPolicies } from "../../components/admission/policies/index.ts";
import { systemNamespaces } from "../../components/contract/exempt-namespaces.ts";
import * as library from "../../components/index.ts";
import { type Control, type Controls, textOf } from "../../controls/ids.ts";
import { loadRules } from "../../policy/load-rules.ts";
import { themes } from "../../test/lab/support/all-attempts.ts";

/** Something that serves requirements and controls. */
export interface Server {
  readonly kind: "component" | "rule" | "admission policy" | "attempts";
  readonly name: string;
  /** Where `docs/reference/requirements.md` links to. */
  readonly link: string;
  readonly controls: readonly Control[];
}

/** Everything in the repository that claims to serve a requirement or a control. */
export async function servers(): Promise<Server[]> {
  const rules = await loadRules();
  const policies = admissionPolicies(systemNamespaces);
  return [
    ...components().map(
      ({ name, controls }): Server => ({
        kind: "component",
        name,
        link: `#${name.toLowerCase()}`,
        controls,
      }),
    ),
    ...rules.map(
      ({ id, controls }): Server => ({ kind: "rule", name: id, link: `policies.md#${id}`, controls }),
    ),
    ...policies.map(
      ({ name, controls }): Server => ({
        kind: "admission policy",
        name,
        link: `admission.md#${name}`,
        controls,
      }),
    ),
    ...themes.map(({ name, attempts }): Server => {
      const controls = attempts.flatMap(({ hole, serves }) => (hole === undefined ? serves : []));
      return {
        kind: "attempts",
        name,
        link: `../../test/lab/attempts/${name}.ts`,
        controls: [...new Map(controls.map((control) => [textOf(control), control])).values()],
      };
    }),
  ];
}

/** The classes of the library with what they claim. Errors claim nothing. */
function components(): { name: string; controls: Controls }[] {
  return Object.entries(library).flatMap(([name, value]) =>
    typeof value === "function" && "controls" in value
      ? [{ name, controls: value.controls as Controls }]
      : [],
  );
}
