import { type Control, textOf } from "../../controls/ids.ts";

/** The anchor of a control in `docs/reference/requirements.md`. */
export function anchorOf(control: Control): string {
  return textOf(control)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
}

/** The controls as links, for a page in the folder of `docs/reference/requirements.md`. */
export function controlLinks(controls: readonly Control[], page = "requirements.md"): string {
  return controls.map((control) => `[${textOf(control)}](${page}#${anchorOf(control)})`).join(", ");
}
