import { managedBy, managedByLabel } from "./classes.ts";

/** The part of an object's metadata that its maker chooses. */
interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * The metadata of an object that the platform owns: marked as such, and deleted at once.
 *
 * Pulumi deletes in the foreground unless told otherwise: the object stays, and a RoleBinding in force, until all are
 * gone that name its UID as an owner to wait for. Whoever may write any object could hold it off like that.
 *
 * Source: pulumi-kubernetes, "pulumi.com/deletionPropagationPolicy"; k8s.io/kubernetes, pkg/controller/garbagecollector,
 * `blockingDependents`.
 */
export function platformMetadata({ name, namespace, labels, annotations }: Metadata) {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: { [managedByLabel]: managedBy, ...labels },
    annotations: { "pulumi.com/deletionPropagationPolicy": "background", ...annotations },
  };
}
