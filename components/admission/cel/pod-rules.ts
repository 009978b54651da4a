import type { NamedExpression, PolicySpec, Validation } from "./admission-policy.ts";
import { bounded, mostAnnotations } from "./bounds.ts";
import { allOf, anyOf, celString } from "./cel.ts";
import { dnsAnnotations } from "./claiming-annotations.ts";
import { podTemplateOf, specChanged } from "./pod-spec.ts";

type AuditAnnotation = NonNullable<PolicySpec["auditAnnotations"]>[number];

/** A rule for each container. */
export interface ContainerRule {
  /** CEL on the container `c`. */
  readonly holds: string;
  /** The fix: an instruction in lower case, without a full stop. */
  readonly advice: string;
}

/** The names of the containers `c` that meet a condition. */
const namesOfContainers = (condition: string) =>
  `variables.containers.filter(c, ${condition}).map(c, c.name)`;

/** One validation for each rule; its message names the containers that break it. */
export function containerValidations(rules: readonly ContainerRule[]): Validation[] {
  return rules.map(({ holds, advice }) => ({
    expression: `variables.containers.all(c, ${holds})`,
    // Used if so many containers break the rule that their names don't fit.
    message: `In every container, ${advice}.`,
    messageExpression: `'In container ' + ${namesOfContainers(`!(${holds})`)}.join(', ') + ', ' + ${celString(`${advice}.`)}`,
    reason: "Forbidden",
  }));
}

/** Names the containers that break any of the rules. */
export function refusedContainers(rules: readonly ContainerRule[]): AuditAnnotation {
  const allHold = allOf(...rules.map(({ holds }) => `(${holds})`));
  return {
    key: "refused-containers",
    valueExpression: `${namesOfContainers(`!(${allHold})`)}.join(' ')`,
  };
}

// Two policies have the following rules, so that each works without the other. The policy casemate-pods applies them
// to pods and templates. The policy casemate-templates has them because they are part of Pod Security's `restricted`.

export const noHostPorts: ContainerRule = {
  holds: "c.?ports.orValue([]).all(port, port.?hostPort.orValue(0) == 0)",
  advice: "leave ports[].hostPort out, and use a Service",
};

const appArmorOk = (context: string) =>
  `${context}.?appArmorProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost']`;

export const containerAppArmor: ContainerRule = {
  holds: appArmorOk("c.?securityContext"),
  advice: "leave securityContext.appArmorProfile out, or set its type to RuntimeDefault or Localhost",
};

export const noHostProcess: ContainerRule = {
  holds: "c.?securityContext.?windowsOptions.?hostProcess.orValue(false) == false",
  advice: "leave securityContext.windowsOptions.hostProcess out",
};

/** The annotations for AppArmor profiles from before the fields existed. The API server still applies them. */
const appArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";
const annotationsOf = (object: "object" | "oldObject") =>
  `${podTemplateOf(object)}.?metadata.?annotations.orValue({})`;

/** Like `specChanged`, but also true if an annotation changes whose key `k` meets a condition. */
const specOrAnnotationsChanged = (condition: string) => {
  const isChanged = `${annotationsOf("object")}[?k] != ${annotationsOf("oldObject")}[?k]`;
  return anyOf(
    specChanged.expression,
    // The bound on annotations then refuses them.
    `${annotationsOf("object")}.size() > ${mostAnnotations}`,
    `${annotationsOf("object")}.exists(k, (${condition}) && ${isChanged})`,
  );
};
const ofAppArmor = `k.startsWith('${appArmorPrefix}')`;
const ofDns = `k.matches(${celString(dnsAnnotations)})`;

/** For rules on AppArmor, which annotations can also set. */
export const specOrAppArmorChanged: NamedExpression = {
  name: "spec-or-apparmor-changed",
  expression: specOrAnnotationsChanged(ofAppArmor),
};

/** For rules on AppArmor and on names in DNS. */
export const specAppArmorOrDnsChanged: NamedExpression = {
  name: "spec-apparmor-or-dns-changed",
  expression: specOrAnnotationsChanged(`${ofAppArmor} || ${ofDns}`),
};

/** `variables.podAnnotations`: the annotations of the pods, which loops may read. */
export const podAnnotations: NamedExpression = {
  name: "podAnnotations",
  expression: bounded(annotationsOf("object"), "dyn({})"),
};

/** external-dns also publishes pods, with its source `pod`. */
export const noDnsNames: Validation = {
  expression: `!variables.podAnnotations.exists(k, ${ofDns})`,
  message: "Take external-dns's annotations off: DNS names are published for Ingresses, by their rules.",
  reason: "Forbidden",
};

/** Whether the annotation `key` isn't an AppArmor profile, or is a harmless one. */
const harmlessProfile = anyOf(
  `!key.startsWith('${appArmorPrefix}')`,
  "variables.podAnnotations[key] in ['', 'runtime/default']",
  "variables.podAnnotations[key].startsWith('localhost/')",
);

export const podAppArmor: readonly Validation[] = [
  {
    expression: appArmorOk("variables.podSpec.?securityContext"),
    message:
      "Leave securityContext.appArmorProfile of the pod out, or set its type to RuntimeDefault or Localhost.",
    reason: "Forbidden",
  },
  {
    expression: `variables.podAnnotations.all(key, ${harmlessProfile})`,
    message: `Leave the annotations ${appArmorPrefix}* out, or set them to runtime/default or localhost/<profile>.`,
    reason: "Forbidden",
  },
];

export const podHostProcess: Validation = {
  expression: "variables.podSpec.?securityContext.?windowsOptions.?hostProcess.orValue(false) == false",
  message: "Leave securityContext.windowsOptions.hostProcess of the pod out.",
  reason: "Forbidden",
};

/** A volume has exactly one source. Only these kinds are known to be harmless; all others are refused. */
const volumeSources = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];
const hasHarmlessSource = anyOf(...volumeSources.map((source) => `has(v.${source})`));
const refusedVolumes = `variables.volumes.filter(v, !(${hasHarmlessSource})).map(v, v.name).join(', ')`;
const harmlessSources = `${volumeSources.slice(0, -1).join(", ")} or ${volumeSources.at(-1)}`;

export const harmlessVolumes: Validation = {
  expression: `variables.volumes.all(v, ${hasHarmlessSource})`,
  message: `Volumes may be of the kinds ${volumeSources.join(", ")}.`,
  messageExpression: `'Volumes of a kind that is refused: ' + ${refusedVolumes} + '. Use ${harmlessSources}.'`,
  reason: "Forbidden",
};
