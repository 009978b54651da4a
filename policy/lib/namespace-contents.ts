import type { StackSubject } from "../rule.ts";
import { at, type Properties, unknown } from "./value.ts";

/** The kind of a Namespace. */
export const namespaceKind = "core/Namespace";

// Kubernetes' own, which run the system's pods: the CNI and kube-proxy are privileged by design, and their
// traffic isn't a workload's. `default` isn't among them: who manages it must harden it.
const systemNames: readonly unknown[] = ["kube-system", "kube-public", "kube-node-lease"];

/** Whether a Namespace is Kubernetes' own, which the rules on namespaces leave alone. */
export function isSystemNamespace(namespace: Properties): boolean {
  return systemNames.includes(at(namespace, "metadata.name"));
}

/** A Namespace and what the stack puts into it. */
export interface NamespaceContents {
  readonly namespace: StackSubject;
  readonly objects: readonly StackSubject[];
  /** Something else may be in it too: an object whose namespace, or the Namespace's own name, isn't known. */
  readonly maybeMore: boolean;
}

/**
 * The stack's Namespaces, but for Kubernetes' own, each with its objects.
 *
 * An object is matched by the name of its namespace, within the same provider, since two clusters may have
 * namespaces of one name. Where that isn't known yet, it is matched by the Namespace that it comes from.
 */
export function namespaceContents(subjects: readonly StackSubject[]): NamespaceContents[] {
  const namespaces = subjects.filter(({ kind }) => kind === namespaceKind);
  const urns = new Set(namespaces.map(({ urn }) => urn));
  const named = new Map<string, StackSubject[]>();
  const derived = new Map<string, StackSubject[]>();
  const adrift = new Set<string>();
  for (const object of subjects.filter(({ kind }) => kind !== namespaceKind)) {
    const name = at(object.inputs, "metadata.namespace");
    if (name !== unknown) {
      add(named, key(object.provider, typeof name === "string" ? name : object.defaultNamespace), object);
      continue;
    }
    const sources = object.sources("metadata").filter((urn) => urns.has(urn));
    for (const urn of sources) {
      add(derived, urn, object);
    }
    if (sources.length === 0) {
      adrift.add(object.provider);
    }
  }
  return namespaces
    .filter(({ inputs }) => !isSystemNamespace(inputs))
    .map((namespace) => {
      const name = at(namespace.inputs, "metadata.name");
      const byName = typeof name === "string" ? named.get(key(namespace.provider, name)) : undefined;
      return {
        namespace,
        objects: [...(byName ?? []), ...(derived.get(namespace.urn) ?? [])],
        maybeMore: name === unknown || adrift.has(namespace.provider),
      };
    });
}

function key(provider: string, name: string): string {
  return `${provider} ${name}`;
}

function add(groups: Map<string, StackSubject[]>, group: string, subject: StackSubject): void {
  const members = groups.get(group);
  if (members) {
    members.push(subject);
  } else {
    groups.set(group, [subject]);
  }
}
