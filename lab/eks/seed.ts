import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { kubeconfig } from "../api/client-kubeconfig.ts";
import type { Connection } from "../api/connection.ts";
import { send } from "../api/http.ts";
import type { ObjectAddress } from "../api/object-address.ts";
import { platform } from "../identity/identity.ts";
import { LabFailure } from "../lab-errors.ts";
import { applyObjects } from "../objects/apply.ts";
import type { Daemon } from "../process/daemon.ts";
import { crds } from "./crds.ts";

/** Objects that every new EKS cluster has: its definitions, its own users' roles, and an owner. */
export async function seedObjects(prefix: string): Promise<ObjectAddress[]> {
  const roles = await readFile(join(import.meta.dirname, "rbac.yaml"), "utf8");
  return [
    ...(await crds()),
    ...parseAllDocuments(roles)
      .map((document) => document.toJS() as ObjectAddress | null)
      .filter((object) => object !== null),
    owner(prefix),
  ];
}

function owner(prefix: string) {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "casemate-lab:platform" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: platform.groups.map((group) => ({
      apiGroup: "rbac.authorization.k8s.io",
      kind: "Group",
      name: `${prefix}${group}`,
    })),
  };
}

export async function seed({ admin }: Connection, objects: readonly ObjectAddress[]): Promise<void> {
  await applyObjects(kubeconfig(admin), objects, { fieldManager: "eks" });
}

/** Waits until the controllers work and the API server accepts the issuer's tokens. Both happen after `/readyz`. */
export async function untilRunning(connection: Connection, manager: Pick<Daemon, "output">): Promise<void> {
  const deadline = Date.now() + 60_000;
  const account = "/api/v1/namespaces/default/serviceaccounts/default";
  const isRunning = async () => {
    const { status } = await (await connection.as(platform)).request("GET", account);
    return status === 200;
  };
  while (!(await isRunning())) {
    if (Date.now() > deadline) {
      const { status } = await send(connection.admin, "GET", account);
      throw new LabFailure(
        `the lab isn't ready after 60 s (service account: ${status}):\n${manager.output()}`,
      );
    }
    await sleep(50);
  }
}
