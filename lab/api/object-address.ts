/** What addresses an object of the Kubernetes API. */
export interface ObjectAddress {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** As `RoleBinding payments/casemate:viewer`. */
export function titleOf({ kind, metadata: { namespace, name } }: ObjectAddress): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** The address alone. */
export function addressOf({ apiVersion, kind, metadata: { name, namespace } }: ObjectAddress): ObjectAddress {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** Without the version: an object is the same in all versions of its group. */
export function keyOf({ apiVersion, kind, metadata: { namespace = "", name } }: ObjectAddress): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return [group, kind, namespace, name].join("\n");
}
