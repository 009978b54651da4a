import type { V1Container, V1PodSpec } from "@kubernetes/client-node";
import type { Attempt, Layer } from "../../support/attempt.ts";
import type { Change } from "../../support/workloads.ts";

/** One way out of a container, or nearer to it: a single field of a compliant pod, broken. */
export interface Escape {
  /** Completes "a Pod …": `that is privileged`. */
  readonly that: string;
  readonly breaks: Change;
  /** What refuses it in a Pod. @default "pod-security" */
  readonly inPods?: Layer;
  /** What refuses it in a controller's template. @default "casemate-templates" */
  readonly inTemplates?: Attempt["by"] & {};
  readonly why: string;
  readonly serves: readonly [string, ...string[]];
}

/** Changes the security context of a pod or a container. */
export function secure<Target extends V1PodSpec | V1Container>(
  target: Target,
  differs: NonNullable<Target["securityContext"]>,
): void {
  target.securityContext = { ...target.securityContext, ...differs };
}

/** Both refuse these, in templates and where Pod Security's label is missing; which is asked first isn't fixed. */
export const eitherPolicy = ["casemate-templates", "casemate-pods"] as const;
