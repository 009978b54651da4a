import { lifecycleLabel, namespaceAnnotations } from "../contract/classes.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import { platformAnnotations, platformLabel } from "../contract/platform-marks.ts";
import { type PodSecurityVersions, podSecurityLabels } from "../namespace/pod-security-labels.ts";
import type { PlatformManager } from "./platform-namespace-args.ts";
import type { ResolvedSoftware, ResolvedWorkload } from "./resolved-software.ts";
import { fillText, type PlaceholderValues } from "./software/entry-placeholders.ts";

/** The labels of a platform namespace. It has no class: the policies for tenants don't judge it. */
export function labelsOf(
  { namespace, podSecurity }: ResolvedSoftware,
  cluster: PodSecurityVersions,
  lifecycle: Lifecycle = "protected",
): Record<string, string> {
  return {
    [platformLabel]: namespace,
    [lifecycleLabel]: lifecycle,
    ...podSecurityLabels(podSecurity.level, cluster),
  };
}

/** What annotations need in addition to the software. */
export interface MarksArgs {
  readonly managers: readonly PlatformManager[];
  readonly hosts: readonly string[];
  /** Beginnings of user names that may change its objects: the sessions of AWS roles. @default - none */
  readonly sessions?: readonly string[];
  /** The values of placeholders in images: region, account, partition. */
  readonly values: PlaceholderValues;
}

/** The annotations that the admission policies for platform namespaces read. */
export function annotationsOf(
  { workloads, images, imageNames }: ResolvedSoftware,
  { managers, hosts, values, sessions = [] }: MarksArgs,
): Record<string, string> {
  const all = Object.values(workloads);
  const lists: [string, readonly string[]][] = [
    [platformAnnotations.images, images.flatMap((image) => fillText(image, values)).flatMap(spellings)],
    [platformAnnotations.imageNames, imageNames === "tag" ? ["tag"] : []],
    [platformAnnotations.accounts, all.map(({ serviceAccount }) => serviceAccount)],
    [
      platformAnnotations.hostNetwork,
      all.filter(({ hostNetwork }) => hostNetwork !== undefined).map(podLine),
    ],
    [platformAnnotations.privileged, all.filter(({ privileged }) => privileged !== undefined).map(podLine)],
    [
      platformAnnotations.managers,
      [
        ...managers.map(
          ({ namespace, serviceAccount }) => `system:serviceaccount:${namespace}:${serviceAccount}`,
        ),
        ...sessions,
      ],
    ],
    [
      namespaceAnnotations.kubernetesApi,
      all.filter(({ kubernetesApi }) => kubernetesApi).map(({ serviceAccount }) => serviceAccount),
    ],
    [namespaceAnnotations.hosts, hosts],
  ];
  return Object.fromEntries(
    lists.flatMap(([key, lines]) =>
      lines.length === 0 ? [] : [[key, [...new Set(lines)].sort().join("\n")]],
    ),
  );
}

/** The account and the labels by which admission knows the pods of an exception. */
function podLine({ serviceAccount, labels }: ResolvedWorkload): string {
  return `${serviceAccount} ${Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(",")}`;
}

/** Docker Hub's images have no registry in most manifests: github.com/distribution/reference, `normalize.go`. */
function spellings(repository: string): string[] {
  const short = repository.replace(/^docker\.io\/(library\/)?/, "");
  return short === repository ? [repository] : [repository, short];
}
