import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

const sizes = ["small", "medium", "large"] as const;

/**
 * Writes `count` tenant files of a busy platform. Each tenant calls the next two tenants and accepts the previous two.
 * It has one workload, and users with all three kinds of rights. Every tenth tenant is of class `pci`.
 */
export function writeTenants(directory: string, count: number): void {
  mkdirSync(directory, { recursive: true });
  const name = (index: number) => `tenant-${String((index + count) % count).padStart(5, "0")}`;
  const neighbours = [1, 2].filter((distance) => distance < count);
  for (let index = 0; index < count; index++) {
    const team = `team-${index % 50}`;
    const tenant = {
      name: name(index),
      team,
      class: index % 10 === 0 ? "pci" : "standard",
      size: sizes[index % sizes.length],
      access: { viewers: [`${team}-all`], developers: [`${team}-dev`], operators: [`${team}-ops`] },
      workloads: { api: {} },
      accepts: neighbours.map((distance) => ({ from: { namespace: name(index - distance) }, port: 8443 })),
      calls: neighbours.map((distance) => ({ to: { namespace: name(index + distance) }, port: 8443 })),
    };
    writeFileSync(join(directory, `${tenant.name}.yaml`), stringify(tenant));
  }
}
