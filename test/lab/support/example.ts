import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { objectsOf } from "../../../lab/objects/planned-objects.ts";
import { plan } from "../../../plan/plan.ts";
import { readProject } from "../../../plan/project/project.ts";
import { readStackConfig } from "../../../plan/project/stack-config.ts";
import type { Tenant } from "./attempt.ts";

const root = resolve(import.meta.dirname, "../../..");
let objects: Promise<readonly ObjectAddress[]> | undefined;

/** The Kubernetes objects of the example stack `dev`, from its plan. */
export async function exampleObjects(): Promise<readonly ObjectAddress[]> {
  objects ??= planned();
  return await objects;
}

async function planned() {
  const project = readProject(root);
  const document = await plan({ project, stack: "dev", config: readStackConfig(project, "dev"), packs: [] });
  return objectsOf(document.resources);
}

/** The tenants of the example, from their files. */
export const exampleTenants: readonly (TenantArgs & { readonly name: Tenant })[] = readdirSync(
  join(root, "tenants"),
).map((file) => parse(readFileSync(join(root, "tenants", file), "utf8")));
