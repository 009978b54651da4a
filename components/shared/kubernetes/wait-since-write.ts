import { setTimeout as sleep } from "node:timers/promises";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

type Metadata = k8s.types.output.meta.v1.ObjectMeta;

/** A resource that is an object of Kubernetes. */
type KubernetesObject = pulumi.Resource & { readonly metadata: pulumi.Output<Metadata> };

/**
 * Waits until some time has passed since the API server last wrote one of these objects. Each API server learns from a
 * watch what its admission uses. There is no wait for unchanged objects, and none at preview.
 *
 * @param milliseconds - the longest wait, even if clocks differ
 * @returns `resources`, for `dependsOn`
 */
export function writtenFor<T extends pulumi.Resource>(
  milliseconds: number,
  objects: readonly KubernetesObject[],
  resources: readonly T[],
): pulumi.Output<T[]> {
  return pulumi.all(objects.map(({ metadata }) => metadata)).apply(async (all) => {
    // There are no times at preview, and mocks may leave all metadata out.
    const times = all.flatMap(({ creationTimestamp, managedFields }: Partial<Metadata> = {}) =>
      [creationTimestamp, ...(managedFields ?? []).map(({ time }) => time)].flatMap(
        (time) => Date.parse(time ?? "") || [],
      ),
    );
    const left = Math.max(...times) + milliseconds - Date.now();
    await sleep(Math.min(Math.max(left, 0), milliseconds));
    return [...resources];
  });
}
