import type { ConfigValues, TenantFiles } from "../stacks/program.ts";

/** A stack of release 0.1, frozen: its config and tenants use each kind of child that the release had. */
export const config: ConfigValues = {
  layer: "all",
  clusterName: "prod",
  kubernetesVersion: "1.36",
  network: { cidr: "10.64.0.0/16", egress: "none" },
  admins: [
    { role: "arn:aws:iam::111122223333:role/deployer" },
    { role: "arn:aws:iam::111122223333:role/break-glass" },
  ],
  people: { issuerUrl: "https://login.example.com", clientId: "casemate" },
  apiAccess: [{ cidr: "10.1.0.0/24", reason: "deploy runner" }],
  nodePools: [{ class: "standard" }, { class: "pci" }],
  tenants: "tenants",
};

export const tenantFiles: TenantFiles = {
  "checkout.yaml": `
name: checkout
team: shop
access: { viewers: [support], developers: [shop-dev], operators: [shop-ops] }
workloads:
  web: { kubernetesApi: true }
  worker: {}
hosts: [shop.example.com]
calls:
  - { from: web, to: { namespace: payments, workload: api }, port: 8443 }
  - { from: web, to: { workload: worker }, port: 9000 }
`,
  "payments.yaml": `
name: payments
team: pay
class: pci
size: medium
workloads:
  api: {}
accepts:
  - { from: { namespace: checkout, workload: web }, to: api, port: 8443 }
`,
};
