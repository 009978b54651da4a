import type { PlanDocument, PlannedResource } from "../../plan/document.ts";
import { plural, type Style, some, table } from "./style.ts";

/** The resources of each component: one line per component, indented under its parent. */
export function componentLines({ resources }: PlanDocument, style: Style): string[] {
  const children = Map.groupBy(resources, ({ parent }) => parent);
  const [stack] = children.get("") ?? [];
  const topResources = stack === undefined ? [] : (children.get(stack.urn) ?? []);
  const rows = [
    ...topResources.filter(({ custom }) => !custom).flatMap((component) => rowsOf(component, children, 0)),
    ...looseRows(topResources),
  ];
  return some(table(rows, style), 30, "in plan.json");
}

function rowsOf(
  component: PlannedResource,
  children: ReadonlyMap<string, readonly PlannedResource[]>,
  depth: number,
): string[][] {
  const childResources = children.get(component.urn) ?? [];
  const childComponents = childResources.filter(({ custom }) => !custom);
  const customResources = childResources.filter(({ custom }) => custom);
  const title = `${"  ".repeat(depth)}${shortType(component)} ${component.name}`;
  return [
    [title, `${countAll(component, children)}`, kinds(customResources)],
    ...childComponents.flatMap((child) => rowsOf(child, children, depth + 1)),
  ];
}

function looseRows(topResources: readonly PlannedResource[]): string[][] {
  const customResources = topResources.filter(({ custom }) => custom);
  return customResources.length === 0
    ? []
    : [["(of the program itself)", `${customResources.length}`, kinds(customResources)]];
}

function countAll(
  { urn }: PlannedResource,
  children: ReadonlyMap<string, readonly PlannedResource[]>,
): number {
  return (children.get(urn) ?? []).reduce(
    (sum, child) => sum + (child.custom ? 1 : 0) + countAll(child, children),
    0,
  );
}

/** `4 Subnet, 2 RouteTable`, the most frequent first. */
function kinds(resources: readonly PlannedResource[]): string {
  const groups = Map.groupBy(resources, shortType);
  return [...groups]
    .map(([kind, { length }]) => ({ kind, length }))
    .sort((a, b) => b.length - a.length || (a.kind < b.kind ? -1 : 1))
    .map(({ kind, length }) => (length === 1 ? kind : `${length} ${kind}`))
    .join(", ");
}

function shortType({ type }: PlannedResource): string {
  if (type.startsWith("pulumi:providers:")) {
    return "Provider";
  }
  return type.split(":").at(-1) ?? type;
}

/** `143 resources in 21 components`. */
export function resourceCount({ resources }: PlanDocument): string {
  const custom = resources.filter((resource) => resource.custom).length;
  const components = resources.filter((resource) => !resource.custom && resource.parent !== "").length;
  return `${plural(custom, "resource")} in ${plural(components, "component")}`;
}
