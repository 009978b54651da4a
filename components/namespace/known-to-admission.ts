import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { writtenFor } from "../shared/kubernetes/wait-since-write.ts";

/**
 * How long an API server can use an older state of a Namespace. Its policies read Namespaces from a watch. In a test,
 * 14 of 60 RoleBindings sent right after their group was declared were refused. EKS has several API servers, and
 * Kubernetes stores times in whole seconds.
 */
const millisecondsUntilKnown = 3000;

/** The Namespace, once admission knows its labels and annotations: for `dependsOn`. */
export function knownToAdmission(namespace: k8s.core.v1.Namespace): pulumi.Input<pulumi.Resource[]> {
  // A preview doesn't wait, and the SDK walks all that a resource refers to for each output that holds one.
  return pulumi.runtime.isDryRun()
    ? [namespace]
    : writtenFor(millisecondsUntilKnown, [namespace], [namespace]);
}
