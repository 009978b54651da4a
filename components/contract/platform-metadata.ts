import { managedBy, managedByLabel } from "./classes.ts";

/** The part of an object's metadata that its creator chooses. */
interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * The metadata of an object that the platform owns: with the platform's label, and deleted without a delay.
 *
 * By default Pulumi deletes in the foreground. The object then exists, and a RoleBinding is in force, until all objects
 * are deleted that name its UID as an owner that must wait. Users who may write any object could delay the deletion.
 *
 * Source: pulumi-kubernetes, "pulumi.com/deletionPropagationPolicy"; k8s.io/kubernetes,
 * pkg/controller/garbagecollector, `blockingDependents`.
 */
export function platformMetadata({ name, namespace, labels, annotations }: Metadata) {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: { [managedByLabel]: managedBy, ...labels },
    annotations: { "pulumi.com/deletionPropagationPolicy": "background", ...annotations },
  };
}
