import { append } from "./append.ts";
import type { StackSubject } from "./rule.ts";
import { at, type Properties, unknown } from "./value.ts";

/** The kind of a Namespace. */
export const namespaceKind = "core/Namespace";

// Kubernetes' own namespaces run the system's pods: the CNI and kube-proxy are privileged by design, and their
// traffic isn't a workload's. `default` isn't in the list: a program that manages it must harden it.
const systemNames: readonly unknown[] = ["kube-system", "kube-public", "kube-node-lease"];

/** Whether a Namespace is Kubernetes' own. The rules on namespaces don't judge those. */
export function isSystemNamespace(namespace: Properties): boolean {
  return systemNames.includes(at(namespace, "metadata.name"));
}

/** A Namespace and the stack's objects in it. */
export interface NamespaceContents {
  readonly namespace: StackSubject;
  readonly objects: readonly StackSubject[];
  /** Whether the Namespace can have more objects: its name, or the namespace of an object, isn't known yet. */
  readonly maybeMore: boolean;
}

/**
 * The stack's Namespaces without Kubernetes' own, each with its objects.
 *
 * The name of its namespace matches an object, within the same provider: two clusters can have namespaces of one
 * name. If that name isn't known yet, its source matches: the Namespace that the value comes from.
 */
export function namespaceContents(subjects: readonly StackSubject[]): NamespaceContents[] {
  const namespaces = subjects.filter(({ kind }) => kind === namespaceKind);
  const urns = new Set(namespaces.map(({ urn }) => urn));
  const objectsByName = new Map<string, StackSubject[]>();
  const objectsBySource = new Map<string, StackSubject[]>();
  const openProviders = new Set<string>();
  for (const object of subjects.filter(({ kind }) => kind !== namespaceKind)) {
    const name = at(object.inputs, "metadata.namespace");
    if (name !== unknown) {
      append(
        objectsByName,
        key(object.provider, typeof name === "string" ? name : object.defaultNamespace),
        object,
      );
      continue;
    }
    const sources = object.sources("metadata").filter((urn) => urns.has(urn));
    for (const urn of sources) {
      append(objectsBySource, urn, object);
    }
    if (sources.length === 0) {
      openProviders.add(object.provider);
    }
  }
  return namespaces
    .filter(({ inputs }) => !isSystemNamespace(inputs))
    .map((namespace) => {
      const name = at(namespace.inputs, "metadata.name");
      const byName = typeof name === "string" ? objectsByName.get(key(namespace.provider, name)) : undefined;
      return {
        namespace,
        objects: [...(byName ?? []), ...(objectsBySource.get(namespace.urn) ?? [])],
        maybeMore: name === unknown || openProviders.has(namespace.provider),
      };
    });
}

function key(provider: string, name: string): string {
  return `${provider} ${name}`;
}
