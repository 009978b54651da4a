import type { TenantArgs } from "../../../components/index.ts";

/**
 * Five small tenants of a shop. They differ in classes, sizes, flows, personas, and in their use of the Kubernetes API.
 *
 * @param prefix - before each namespace's name, so that several shops fit into one cluster
 */
export function shop(prefix: string): TenantArgs[] {
  const [cart, web, payments] = [`${prefix}-cart`, `${prefix}-web`, `${prefix}-payments`];
  return [
    {
      name: cart,
      team: "cart",
      access: { viewers: ["support"], developers: ["cart-dev"], operators: ["cart-ops"] },
      workloads: { api: {}, redis: {} },
      accepts: [{ from: { namespace: web, workload: "frontend" }, to: "api", port: 7070 }],
      calls: [{ from: "api", to: { workload: "redis" }, port: 6379 }],
    },
    {
      name: web,
      team: "web",
      hosts: [`${prefix}.example.com`],
      access: { developers: ["web-dev"], operators: ["web-ops"] },
      workloads: { frontend: {} },
      calls: [
        { from: "frontend", to: { namespace: cart, workload: "api" }, port: 7070 },
        { from: "frontend", to: { namespace: payments, workload: "api" }, port: 50051 },
      ],
    },
    {
      name: payments,
      team: "payments",
      class: "pci",
      access: { viewers: ["audit"], developers: ["payments-dev"] },
      workloads: { api: {} },
      accepts: [{ from: { namespace: web, workload: "frontend" }, to: "api", port: 50051 }],
    },
    {
      name: `${prefix}-catalog`,
      team: "catalog",
      size: "medium",
      access: { developers: ["catalog-dev"] },
      workloads: { watcher: { kubernetesApi: true } },
    },
    { name: `${prefix}-orders`, team: "orders", class: "sensitive" },
  ];
}

/** The same tenants as disposable ones, which may be deleted. */
export function disposable(tenants: readonly TenantArgs[]): TenantArgs[] {
  return tenants.map((tenant) => ({ ...tenant, lifecycle: "disposable" }));
}

/** Only the first tenant, without its flows with the others. */
export function cartAlone(prefix: string): TenantArgs {
  const [cart] = shop(prefix);
  if (cart === undefined) {
    throw new Error("the shop has no tenants");
  }
  const { accepts: _, ...alone } = cart;
  return alone;
}
