import type { NodeOs } from "./user-data.ts";

export type Architecture = "x86_64" | "arm64";

/** The architecture of an instance type. Graviton types have a `g` after the generation, for example `m7g.large`. */
export function architectureOf(instanceType: string): Architecture {
  return /^[a-z]+\d+g[a-z]*\.|^a1\./.test(instanceType) ? "arm64" : "x86_64";
}

/** The image that EKS starts nodes from. */
export function amiType(os: NodeOs, architecture: Architecture): string {
  const arch = architecture === "arm64" ? "ARM_64" : "x86_64";
  return os === "bottlerocket" ? `BOTTLEROCKET_${arch}` : `AL2023_${arch}_STANDARD`;
}
