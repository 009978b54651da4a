import type { NamedExpression } from "./admission-policy.ts";
import {
  type Bound,
  excessOf,
  excessVariable,
  mostAnnotations,
  mostLabels,
  sizeBound,
  sumBound,
} from "./bounds.ts";

/** Lists and maps of a pod spec, by their path, and the most entries. */
const ofSpec: Readonly<Record<string, number>> = {
  containers: 50,
  initContainers: 50,
  ephemeralContainers: 50,
  volumes: 200,
  tolerations: 50,
  hostAliases: 50,
  imagePullSecrets: 50,
  readinessGates: 50,
  resourceClaims: 50,
  schedulingGates: 50,
  topologySpreadConstraints: 50,
  nodeSelector: 50,
  overhead: 20,
  "resources.limits": 20,
  "resources.requests": 20,
  "securityContext.sysctls": 50,
  "securityContext.supplementalGroups": 100,
};

const required = "requiredDuringSchedulingIgnoredDuringExecution";
const preferred = "preferredDuringSchedulingIgnoredDuringExecution";

const requiredNodeTerms = `affinity.nodeAffinity.${required}.nodeSelectorTerms`;
const preferredNodeTerms = `affinity.nodeAffinity.${preferred}`;
const requiredPodTerms = ["podAffinity", "podAntiAffinity"].map((kind) => `affinity.${kind}.${required}`);
const preferredPodTerms = ["podAffinity", "podAntiAffinity"].map((kind) => `affinity.${kind}.${preferred}`);
const termLists = [requiredNodeTerms, preferredNodeTerms, ...requiredPodTerms, ...preferredPodTerms];
const mostTerms = 50;

/**
 * Lists and maps of containers, and the most entries of all containers together. Applications with hundreds of
 * variables exist; service ranges with hundreds of ports need the host's network.
 */
const ofContainers: Readonly<Record<string, number>> = {
  ports: 200,
  env: 2000,
  envFrom: 200,
  volumeMounts: 1000,
  volumeDevices: 100,
  command: 1000,
  args: 2000,
  resizePolicy: 200,
  "resources.limits": 500,
  "resources.requests": 500,
  "resources.claims": 200,
  "securityContext.capabilities.add": 500,
  "securityContext.capabilities.drop": 500,
  "livenessProbe.httpGet.httpHeaders": 200,
  "readinessProbe.httpGet.httpHeaders": 200,
  "startupProbe.httpGet.httpHeaders": 200,
  "lifecycle.postStart.httpGet.httpHeaders": 200,
  "lifecycle.preStop.httpGet.httpHeaders": 200,
};

/** Lists of volumes, and the most entries of all volumes together. */
const ofVolumes: Readonly<Record<string, number>> = {
  "projected.sources": 400,
  "configMap.items": 1000,
  "secret.items": 1000,
  "downwardAPI.items": 1000,
  "csi.volumeAttributes": 400,
};

/** The most characters in variables, commands and arguments of a pod. They are in every audit event of the object. */
const mostText = 262_144;

const at = (object: string, path: string, empty = "[]") =>
  `${object}${path
    .split(".")
    .map((field) => `.?${field}`)
    .join("")}.orValue(${empty})`;
const spec = "variables.givenPodSpec";

/** What the bounds read, in variables: the pod or template, all its containers, and the terms of its affinity. */
const parts: readonly NamedExpression[] = [
  {
    name: "givenContainers",
    expression: ["containers", "initContainers", "ephemeralContainers"]
      .map((list) => at(spec, list))
      .join(" + "),
  },
  {
    name: "givenNodeTerms",
    expression: `${at(spec, requiredNodeTerms)} + ${at(spec, preferredNodeTerms)}.map(p, p.preference)`,
  },
  {
    name: "givenPodTerms",
    expression: [
      ...requiredPodTerms.map((list) => at(spec, list)),
      ...preferredPodTerms.map((list) => `${at(spec, list)}.map(p, p.podAffinityTerm)`),
    ].join(" + "),
  },
];

/** The bounds of the spec's own lists: enough to loop over them, and not over the lists in their entries. */
function listBounds(object: string): readonly Bound[] {
  return [
    ...Object.entries(ofSpec).map(([path, most]) => sizeBound(path, at(object, path), most)),
    ...termLists.map((path) => sizeBound(path, at(object, path), mostTerms)),
  ];
}

const textOf = [
  "x.?env.orValue([]).map(e, e.?value.orValue('').size()).sum()",
  "x.?command.orValue([]).map(part, part.size()).sum()",
  "x.?args.orValue([]).map(part, part.size()).sum()",
].join(" + ");

/** Each loops only over what bounds before it limit: first the lists of the spec, then the lists in their entries. */
const bounds: readonly Bound[] = [
  sizeBound(
    "metadata.annotations of the pods",
    "variables.givenPod.?metadata.?annotations.orValue({})",
    mostAnnotations,
  ),
  sizeBound("metadata.labels of the pods", "variables.givenPod.?metadata.?labels.orValue({})", mostLabels),
  ...listBounds(spec),
  sumBound("matchExpressions in node affinity", "variables.givenNodeTerms", at("x", "matchExpressions"), 200),
  sumBound("matchFields in node affinity", "variables.givenNodeTerms", at("x", "matchFields"), 50),
  {
    field: "values in node affinity",
    size: `variables.givenNodeTerms.map(x, ${at("x", "matchExpressions")}.map(e, ${at("e", "values")}.size()).sum()).sum()`,
    most: 1000,
  },
  sumBound("namespaces in pod affinity", "variables.givenPodTerms", at("x", "namespaces"), 100),
  sumBound("hostAliases[].hostnames", at(spec, "hostAliases"), at("x", "hostnames"), 500),
  ...Object.entries(ofContainers).map(([path, most]) =>
    sumBound(`containers[].${path}`, "variables.givenContainers", at("x", path), most),
  ),
  ...Object.entries(ofVolumes).map(([path, most]) =>
    sumBound(`volumes[].${path}`, at(spec, "volumes"), at("x", path), most),
  ),
  {
    field: "text in env, command and args of containers",
    size: `variables.givenContainers.map(x, ${textOf}).sum()`,
    most: mostText,
    unit: "characters",
  },
];

/**
 * `variables.excess` of a pod or of a pod template, and the variables that it needs. The bounds are far above what real
 * applications have.
 *
 * @param pod - CEL for the pod or template: an optional
 */
export function podExcess(pod: string): readonly NamedExpression[] {
  return [
    // A variable can't hold an optional: selections from it would find nothing.
    { name: "givenPod", expression: `${pod}.orValue({})` },
    { name: "givenPodSpec", expression: "variables.givenPod.?spec.orValue({})" },
    ...parts,
    excessVariable(bounds),
  ];
}

/** CEL for whether loops may read the lists of a spec, but not the lists in their entries. */
export function isWithinListBounds(object: string): string {
  return `${excessOf(listBounds(object))} == ''`;
}
