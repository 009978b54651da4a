import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import type { Caller } from "../../../../lab/lab.ts";
import { objectAt, stringAt } from "../../../../plan/json.ts";
import { collection, kinds, type WorkloadKind } from "../../support/kinds.ts";
import { layerOf } from "../../support/layers.ts";

/** What the API server says of an object that holds the pod, without making it. */
export interface ServerVerdict {
  /** What Pod Security finds wrong, as its message lists it; undefined if nothing. */
  readonly violates: string | undefined;
  /** What else was said, word by word. */
  readonly warnings: readonly string[];
  /** The object got past everything. */
  readonly accepted: boolean;
}

const sign = /violates? PodSecurity "restricted:v[\d.]+": (.*)$/s;

/**
 * Of a pod on its own. Pod Security is asked before policies and quotas are, and after the object is validated
 * (kube-apiserver's order of plugins: pkg/kubeapiserver/options/plugins.go). A refusal by what comes later thus
 * tells that Pod Security let the pod pass.
 *
 * @returns undefined for a pod that isn't a valid one, which nothing judges
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

/** Of a container that is put into a running pod. */
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

/** Of an object with a pod template. Pod Security and policies warn here; other refusals don't hide warnings. */
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

/** The texts of the header `299 - "first", 299 - "second"`. */
function readWarnings(header: string): string[] {
  return Array.from(header.matchAll(/299 \S+ "((?:\\.|[^"\\])*)"/g), ([, text = ""]) =>
    text.replaceAll(/\\(.)/g, "$1"),
  );
}

function dryRun(kind: WorkloadKind, namespace: string): string {
  return `${collection(kind, namespace)}?dryRun=All&fieldValidation=Strict`;
}
