/** The fields that address an object of the Kubernetes API. */
export interface ObjectAddress {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The address as text, for example `RoleBinding payments/casemate:viewer`. */
export function titleOf({ kind, metadata: { namespace, name } }: ObjectAddress): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** Only the address of an object. */
export function addressOf({ apiVersion, kind, metadata: { name, namespace } }: ObjectAddress): ObjectAddress {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** A key without the version, because an object is the same in all versions of its group. */
export function keyOf({ apiVersion, kind, metadata: { namespace = "", name } }: ObjectAddress): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return [group, kind, namespace, name].join("\n");
}
