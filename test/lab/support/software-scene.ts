import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import { systemNamespaces } from "../../../components/contract/exempt-namespaces.ts";
import { capabilitySessions } from "../../../components/platform/capability.ts";
import { judgePlatform } from "../../../components/platform/check-platform-namespace.ts";
import { annotationsOf, labelsOf } from "../../../components/platform/namespace-marks.ts";
import { existsAlready } from "../../../components/platform/platform-namespace-schema.ts";
import { catalogue } from "../../../components/platform/software/index.ts";
import type { SoftwareEntry } from "../../../components/platform/software/software-entry.ts";
import type { ControllerFacts, ManifestFacts } from "../../components/platform/facts/manifest-facts.ts";
import { controllersOf, storedFacts } from "../../components/platform/facts/stored-facts.ts";
import { managedByPlatform } from "./objects.ts";

/** Software of the catalogue with the facts of its manifests, and its namespace in the lab. */
export interface LabSoftware {
  readonly entry: SoftwareEntry;
  readonly facts: ManifestFacts;
  readonly controllers: readonly ControllerFacts[];
  /** Admission exempts the namespace, because it belongs to Kubernetes or to AWS. */
  readonly isExempt: boolean;
}

/** All software of the catalogue that has pods. */
export const labSoftware: readonly LabSoftware[] = Object.values(catalogue).flatMap((entry) => {
  const facts = storedFacts(entry.id);
  const isExempt = systemNamespaces.some(({ name }) => name === entry.namespace);
  return facts === undefined ? [] : [{ entry, facts, controllers: controllersOf(facts), isExempt }];
});

const lab = { vpcCidr: "10.64.0.0/16", serviceCidr: "172.20.0.0/16" };
const values = { partition: "aws", region: "eu-central-1", account: "111122223333", cluster: "dev" };

/** How user names of the capability for Argo CD begin, in the lab's cluster. */
export const capabilityUser = capabilitySessions(
  { clusterName: values.cluster, namespace: "argocd" },
  { partition: values.partition, accountId: values.account },
);

/** The Namespace like `PlatformNamespace` creates it. Both kinds of Argo CD share one in the lab. */
function namespaceOf(entry: SoftwareEntry): object {
  const options = Object.fromEntries(
    Object.entries(entry.options ?? {}).map(([name, { kind, example }]) => [
      name,
      kind === "list" ? [example] : example,
    ]),
  );
  const sessions = entry.id === "argo-cd" ? [capabilityUser] : [];
  const { problems, checked } = judgePlatform({ software: entry.id, options }, lab, catalogue);
  if (checked === undefined) {
    throw new Error(`${entry.id} is refused: ${JSON.stringify(problems)}`);
  }
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: entry.namespace,
      labels: { ...managedByPlatform, ...labelsOf(checked.software, { kubernetesVersion: "1.36" }) },
      annotations: annotationsOf(checked.software, { managers: [], hosts: [], values, sessions }),
    },
  };
}

const accounts = labSoftware.flatMap(({ entry, controllers }) =>
  controllers.map(({ pod }) => `${entry.namespace}/${pod.spec?.serviceAccountName}`),
);

/** Namespaces and service accounts of the software, and the priority class that GuardDuty's add-on brings. */
export const softwareSceneObjects: readonly object[] = [
  ...labSoftware.flatMap(({ entry }) => (existsAlready(entry.namespace) ? [] : [namespaceOf(entry)])),
  ...[...new Set(accounts)].map((account) => {
    const [namespace, name] = account.split("/");
    return { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace, name } };
  }),
  {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "aws-guardduty-agent.priorityclass" },
    value: 1_000_000,
  },
];

/** The controller as its manifests have it, with the fields that are facts. */
export function controllerObject({ kind, name, selector, pod }: ControllerFacts): object {
  const isJob = kind === "Job" || kind === "CronJob";
  const template = isJob ? jobTemplate(pod) : pod;
  const spec =
    kind === "CronJob"
      ? { schedule: "0 3 * * *", jobTemplate: { spec: { template } } }
      : {
          template,
          ...(!isJob && { selector: { matchLabels: selector } }),
          ...(kind === "StatefulSet" && { serviceName: name }),
        };
  return {
    apiVersion: isJob ? "batch/v1" : "apps/v1",
    kind,
    metadata: { name },
    spec,
  };
}

/** A pod of the controller. */
export function podObject({ name, pod }: ControllerFacts): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...pod.metadata, name: `${name.slice(0, 56)}-0` },
    spec: pod.spec,
  };
}

/** The Job controller itself adds its labels. */
function jobTemplate({ metadata, spec }: V1PodTemplateSpec): object {
  const labels = Object.entries(metadata?.labels ?? {}).filter(([key]) => !key.startsWith("batch."));
  return {
    metadata: { labels: Object.fromEntries(labels) },
    spec: { ...spec, restartPolicy: spec?.restartPolicy ?? "Never" },
  };
}
