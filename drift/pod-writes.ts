import type { KnownWrite } from "./known-write.ts";

/** The defaults of a container (`k8s.io/kubernetes/pkg/apis/core/v1/defaults.go`). */
const containerDefaults: readonly KnownWrite[] = [
  ["terminationMessagePath", "/dev/termination-log"],
  ["terminationMessagePolicy", "File"],
  // `Always` for images without a digest or with the tag latest.
  ["imagePullPolicy", (value) => value === "IfNotPresent" || value === "Always"],
  ["resources", {}],
  ["ports.*.protocol", "TCP"],
  ["env.*.valueFrom.fieldRef.apiVersion", "v1"],
  ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe): KnownWrite[] => [
    [`${probe}.timeoutSeconds`, 1],
    [`${probe}.periodSeconds`, 10],
    [`${probe}.successThreshold`, 1],
    [`${probe}.failureThreshold`, 3],
    [`${probe}.httpGet.scheme`, "HTTP"],
    [`${probe}.httpGet.path`, "/"],
    [`${probe}.grpc.service`, ""],
  ]),
];

/** The defaults of a pod's template. @param at - the path of the pod's `spec` */
export function podWrites(at: string): KnownWrite[] {
  return [
    [`${at}.restartPolicy`, "Always"],
    [`${at}.dnsPolicy`, "ClusterFirst"],
    [`${at}.schedulerName`, "default-scheduler"],
    [`${at}.terminationGracePeriodSeconds`, 30],
    [`${at}.securityContext`, {}],
    // The older name of the account.
    [`${at}.serviceAccount`, () => true],
    ...["secret", "configMap", "projected", "downwardAPI"].map(
      (source): KnownWrite => [`${at}.volumes.*.${source}.defaultMode`, 420],
    ),
    ...["containers", "initContainers"].flatMap((list) =>
      containerDefaults.map(([path, value]): KnownWrite => [`${at}.${list}.*.${path}`, value]),
    ),
  ];
}
