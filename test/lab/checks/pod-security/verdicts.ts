import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import type { Caller } from "../../../../lab/lab.ts";
import { objectAt, stringAt } from "../../../../plan/json.ts";
import { collection, kinds, type WorkloadKind } from "../../support/kinds.ts";
import { layerOf } from "../../support/layers.ts";

/** The API server's answer to a dry run of an object that contains the pod. */
export interface ServerVerdict {
  /** The violations in Pod Security's message. Undefined if there are none. */
  readonly violates: string | undefined;
  /** The texts of all warnings. */
  readonly warnings: readonly string[];
  /** All layers admitted the object. */
  readonly accepted: boolean;
}

const sign = /violates? PodSecurity "restricted:v[\d.]+": (.*)$/s;

/**
 * The verdict on a pod. Pod Security checks it after validation, and before policies and quotas (order of plugins:
 * pkg/kubeapiserver/options/plugins.go of kube-apiserver). So a refusal by a later plugin means that Pod Security admitted
 * the pod.
 *
 * @returns undefined for an invalid pod, which Pod Security doesn't check
 */
export async function verdictOnPod(
  caller: Caller,
  namespace: string,
  { metadata, spec }: V1PodTemplateSpec,
): Promise<ServerVerdict | undefined> {
  const created = await caller.request("POST", dryRun("Pod", namespace), {
    metadata: { ...metadata, name: "judged" },
    spec,
  });
  return podVerdict(created, spec);
}

/** The verdict on an ephemeral container in an existing pod. */
export async function verdictOnDebugger(
  caller: Caller,
  namespace: string,
  name: string,
  { spec }: V1PodTemplateSpec,
): Promise<ServerVerdict | undefined> {
  const path = `${collection("Pod", namespace)}/${name}`;
  const { body } = await caller.request("GET", path);
  const changed = {
    ...objectAt(body),
    spec: { ...objectAt(objectAt(body)["spec"]), ephemeralContainers: spec?.ephemeralContainers },
  };
  const updated = await caller.request(
    "PUT",
    `${path}/ephemeralcontainers?dryRun=All&fieldValidation=Strict`,
    changed,
  );
  return podVerdict(updated, spec);
}

function podVerdict(
  { status, body }: Awaited<ReturnType<Caller["request"]>>,
  spec: V1PodTemplateSpec["spec"],
): ServerVerdict | undefined {
  if (status < 300) {
    return { violates: undefined, warnings: [], accepted: true };
  }
  const message = stringAt(objectAt(body)["message"]) ?? "";
  const layer = layerOf({ status, message });
  if (layer === "validation") {
    return undefined;
  }
  if (layer !== "pod-security" && layer !== "quota" && !layer?.startsWith("casemate-")) {
    throw new Error(
      `a pod that Pod Security isn't asked about: ${status} ${message}\n${JSON.stringify(spec)}`,
    );
  }
  return { violates: sign.exec(message)?.[1], warnings: [], accepted: false };
}

/** The verdict on a pod template. Pod Security and policies warn here, even if another layer refuses. */
export async function verdictOnTemplate(
  caller: Caller,
  kind: WorkloadKind,
  namespace: string,
  { metadata, spec }: V1PodTemplateSpec,
): Promise<ServerVerdict> {
  const template = { metadata: { ...metadata, labels: { app: "attempt" } }, ...(spec && { spec }) };
  const { status, body, headers } = await caller.request("POST", dryRun(kind, namespace), {
    metadata: { name: "judged" },
    ...kinds[kind].body(template),
  });
  const message = stringAt(objectAt(body)["message"]) ?? "";
  if (status !== 201 && !layerOf({ status, message })?.startsWith("casemate-")) {
    throw new Error(
      `a ${kind} is refused before policies are asked: ${status} ${message}\n${JSON.stringify(spec)}`,
    );
  }
  const warnings = readWarnings([headers["warning"] ?? ""].flat().join(", "));
  return {
    violates: warnings.map((warning) => sign.exec(warning)?.[1]).find((found) => found !== undefined),
    warnings,
    accepted: status === 201,
  };
}

/** The texts of a header such as `299 - "first", 299 - "second"`. */
function readWarnings(header: string): string[] {
  return Array.from(header.matchAll(/299 \S+ "((?:\\.|[^"\\])*)"/g), ([, text = ""]) =>
    text.replaceAll(/\\(.)/g, "$1"),
  );
}

function dryRun(kind: WorkloadKind, namespace: string): string {
  return `${collection(kind, namespace)}?dryRun=All&fieldValidation=Strict`;
}
