import { type ConfigValues, config, type TenantFiles, tenantFiles } from "./program.ts";

/** Input that can't be used. Its error messages are in `test/golden/bad-input.txt`. */
export interface BadInput {
  readonly what: string;
  readonly config: ConfigValues;
  readonly files: TenantFiles;
  readonly secretKeys?: readonly string[];
}

const role = "arn:aws:iam::111122223333:role/deployer";

function badConfig(what: string, change: ConfigValues): BadInput {
  const changed = Object.entries({ ...config, ...change }).filter(([, value]) => value !== undefined);
  return { what, config: Object.fromEntries(changed), files: tenantFiles };
}

function badFiles(what: string, files: TenantFiles): BadInput {
  return { what, config, files };
}

/** One tenant, with `lines` after its name and team. */
function badTenant(what: string, lines: string): BadInput {
  return badFiles(what, { "checkout.yaml": `name: checkout\nteam: shop\n${lines}\n` });
}

export const badInputs: readonly BadInput[] = [
  badConfig("no layer", { layer: undefined }),
  badConfig("an unknown layer", { layer: "cluster" }),
  badConfig("an unknown key", { clustername: "dev" }),
  badConfig("no cluster name", { clusterName: undefined }),
  badConfig("a cluster name that EKS refuses", { clusterName: "dev cluster" }),
  badConfig("a version that isn't a minor version", { kubernetesVersion: "1.36.2" }),
  badConfig("a version without add-ons", { kubernetesVersion: "1.99" }),
  badConfig("a version out of support", { kubernetesVersion: "1.29" }),
  badConfig("no network", { network: undefined }),
  badConfig("a network that isn't a range", { network: { cidr: "10.64.0.0" } }),
  badConfig("a network with host bits", { network: { cidr: "10.64.0.1/16" } }),
  badConfig("a network too wide for a VPC", { network: { cidr: "10.0.0.0/8" } }),
  badConfig("a network too small", { network: { cidr: "10.64.0.0/24" } }),
  badConfig("a public network", { network: { cidr: "52.0.0.0/16" } }),
  badConfig("an unknown egress", { network: { cidr: "10.64.0.0/16", egress: "all" } }),
  badConfig("an incomplete existing network", { network: { vpcId: "vpc-0abc", cidr: "10.64.0.0/16" } }),
  badConfig("one subnet", {
    network: { vpcId: "vpc-0abc", cidr: "10.64.0.0/16", egress: "none", privateSubnetIds: ["subnet-0a"] },
  }),
  badConfig("no admins", { admins: undefined }),
  badConfig("an empty list of admins", { admins: [] }),
  badConfig("an admin that is a user", { admins: [{ role: "arn:aws:iam::111122223333:user/alice" }] }),
  badConfig("an admin that is a session", {
    admins: [{ role: "arn:aws:sts::111122223333:assumed-role/deployer/alice" }],
  }),
  badConfig("an admin twice", { admins: [{ role }, { role }] }),
  badConfig("admins as a list of names", { admins: ["deployer"] }),
  badConfig("a deploy role that isn't a role", { deployRole: "deployer" }),
  badConfig("a deploy role that isn't an admin", { deployRole: "arn:aws:iam::111122223333:role/ci" }),
  badConfig("an issuer without TLS", { people: { issuerUrl: "http://login.example.com", clientId: "x" } }),
  badConfig("people without a client", { people: { issuerUrl: "https://login.example.com" } }),
  badConfig("access to the API from everywhere", { apiAccess: [{ cidr: "0.0.0.0/0", reason: "all" }] }),
  badConfig("access to the API without a reason", { apiAccess: [{ cidr: "10.1.0.0/24" }] }),
  badConfig("access to the API without addresses", { apiAccess: [{ reason: "deploy runner" }] }),
  badConfig("Services inside the VPC", { serviceCidr: "10.64.0.0/20" }),
  badConfig("a retention that CloudWatch doesn't have", { auditRetentionDays: 100 }),
  badConfig("a retention of a week", { auditRetentionDays: 7 }),
  badConfig("no registries", { registries: [] }),
  badConfig("registries that aren't valid", {
    registries: [
      "https://registry.example.com",
      "nginx",
      "registry.example.com/Shop",
      "*.example.com",
      "r.io/",
    ],
  }),
  badConfig("a registry twice", { registries: ["registry.example.com", "registry.example.com"] }),
  badConfig("platform software that the catalogue doesn't have", { platform: { "extrnal-dns": {} } }),
  badConfig("platform software without a required option", { platform: { "external-dns": {} } }),
  badConfig("an option that platform software doesn't have", {
    platform: { keda: { options: { zones: ["Z1"] } } },
  }),
  badConfig("two platform software in one namespace", {
    platform: { a: { namespace: "tools" }, b: { namespace: "tools" } },
  }),
  badConfig("privileged platform software in a restricted namespace", {
    platform: { a: { namespace: "tools", workloads: { agent: { privileged: { reason: "disks" } } } } },
  }),
  badConfig("an exempt namespace without a reason", { exemptNamespaces: [{ name: "istio-system" }] }),
  badConfig("an exempt namespace with a pattern", {
    exemptNamespaces: [{ name: "istio-*", reason: "mesh" }],
  }),
  badConfig("an exempt namespace that belongs to the system", {
    exemptNamespaces: [{ name: "kube-system", reason: "agents" }],
  }),
  badConfig("an exempt namespace twice", {
    exemptNamespaces: [
      { name: "istio-system", reason: "mesh" },
      { name: "istio-system", reason: "gateway" },
    ],
  }),
  badConfig("a tenant in an exempt namespace", {
    exemptNamespaces: [{ name: "checkout", reason: "legacy" }],
  }),
  badConfig("no node pools", { nodePools: [] }),
  badConfig("an unknown class of nodes", { nodePools: [{ class: "secret" }] }),
  badConfig("a minimum of nodes above the maximum", { nodePools: [{ minSize: 5, maxSize: 3 }] }),
  badConfig("instance types of two architectures", {
    nodePools: [{ instanceTypes: ["m7i.large", "m7g.large"] }],
  }),
  badConfig("two pools with one name", { nodePools: [{ class: "pci" }, { class: "pci" }] }),
  badConfig("an unknown lifecycle", { lifecycle: "forever" }),
  badConfig("pools whose names don't fit the cluster", {
    nodePools: [{ class: "system" }, { name: "batch-jobs-of-the-data-science-department-in-berlin" }],
  }),
  badConfig("problems of all kinds", {
    clustername: "dev",
    kubernetesVersion: "1.29",
    admins: [{ role }, { role }, { rle: role }],
    serviceCidr: "10.64.0.0/20",
    people: { issuerUrl: "http://login.example.com", clientId: 7 },
    apiAccess: [{ cidr: "10.1.0.0/24", reason: "vpn" }, { cidr: "10.1.0.0/24" }],
    keys: { secrets: "arn:aws:kms:eu-central-1:111122223333:key/1", logs: "" },
    systemPool: { minSize: 3, maxSize: 2, os: "windows" },
    nodePools: [
      { class: "pci", labels: { "kubernetes.io/x": "y" } },
      { class: "pci", minSize: "two" },
    ],
  }),
  badConfig("a directory of tenants that doesn't exist", { tenants: "people" }),
  {
    ...badConfig("a secret", {}),
    secretKeys: ["project:clusterName"],
  },
  badFiles("an empty directory", {}),
  badFiles("a file that isn't YAML", { "checkout.yaml": "name: [checkout\n" }),
  badFiles("a key twice", { "checkout.yaml": "name: checkout\nteam: shop\nteam: pay\n" }),
  badFiles("a file of text", { "checkout.yaml": "checkout\n" }),
  badFiles("several documents in a file", { "checkout.yaml": "name: checkout\n---\nname: payments\n" }),
  badFiles("a file with an extension in capitals", {
    ...tenantFiles,
    "cart.YAML": "name: cart\nteam: shop\n",
  }),
  badFiles("a folder among the files", { ...tenantFiles, "shop/cart.yaml": "name: cart\nteam: shop\n" }),
  badFiles("only an editor's lock", { ".#checkout.yaml": "someone@example.com" }),
  badFiles("an empty file", { "checkout.yaml": "" }),
  badFiles("a file with another name than its tenant", { "checkout2.yaml": "name: checkout\nteam: shop\n" }),
  badFiles("a billion laughs", {
    "checkout.yaml": `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c]\n`,
  }),
  badFiles("a name in capitals", { "Checkout.yaml": "name: Checkout\nteam: shop\n" }),
  badFiles("a reserved name", { "kube-system.yaml": "name: kube-system\nteam: shop\n" }),
  badFiles("no team", { "checkout.yaml": "name: checkout\n" }),
  badTenant("a misspelt field", "acess: {}"),
  badTenant("a recursive alias", "access: { viewers: &all [*all] }"),
  badTenant("a name that is a number", "accepts: [{ from: { namespace: 123 }, port: 443 }]"),
  badTenant("a port in quotes", 'accepts: [{ from: { namespace: payments }, port: "443" }]'),
  badTenant("a value that isn't a finite number", "accepts: [{ from: { namespace: payments }, port: .inf }]"),
  badTenant("a workload named __proto__", "workloads: { __proto__: {} }"),
  badTenant("an unknown class", "class: PCI"),
  badTenant("a class without nodes", "class: sensitive"),
  badTenant("an unknown size", "size: huge"),
  badTenant(
    "a custom size without memory",
    'size: { cpu: 4, ephemeralStorage: 10Gi, storage: "0", pods: 20 }',
  ),
  badTenant(
    "a quantity that isn't one",
    'size: { cpu: 4, memory: 8 gigs, ephemeralStorage: 10Gi, storage: "0", pods: 20 }',
  ),
  badTenant("an empty list of groups", "access: { developers: [] }"),
  badTenant("a group that Kubernetes reserves", "access: { operators: ['system:masters'] }"),
  badTenant("a group with the prefix", "access: { viewers: ['oidc:all'] }"),
  badTenant("groups that aren't a list", "access: { viewers: all }"),
  badTenant("an empty peer", "calls: [{ to: {}, port: 443 }]"),
  badTenant("no port", "calls: [{ to: { namespace: payments } }]"),
  badTenant("a named port", "calls: [{ to: { namespace: payments }, port: https }]"),
  badTenant("port 0", "calls: [{ to: { namespace: payments }, port: 0 }]"),
  badTenant("an unknown protocol", "calls: [{ to: { namespace: payments }, port: 443, protocol: HTTP }]"),
  badTenant(
    "both pods and addresses",
    "calls: [{ to: { namespace: payments, cidr: 10.0.0.0/24 }, port: 443, reason: x }]",
  ),
  badTenant("addresses without a reason", "calls: [{ to: { cidr: 10.20.0.0/24 }, port: 443 }]"),
  badTenant("everyone", "calls: [{ to: { cidr: 0.0.0.0/0 }, port: 443, reason: internet }]"),
  badTenant(
    "instance metadata",
    "calls: [{ to: { cidr: 169.254.169.254/32 }, port: 80, reason: credentials }]",
  ),
  badTenant(
    "public addresses in class pci",
    "class: pci\ncalls: [{ to: { cidr: 52.1.0.0/24 }, port: 443, reason: x }]",
  ),
  badTenant(
    "a workload that isn't declared",
    "calls: [{ from: web, to: { namespace: payments }, port: 443 }]",
  ),
  badTenant(
    "rights by which a workload gives itself more rights",
    `workloads: { api: { awsPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["iam:CreateAccessKey", "iam:PassRole"], Resource: "*" }] } } }`,
  ),
  badTenant(
    "a misspelt action of AWS",
    `workloads: { api: { awsPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "dynamodb:GetItems", Resource: "*" }] } } }`,
  ),
  badTenant(
    "changes of all queues",
    `workloads: { api: { awsPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "sqs:SendMessage", Resource: "*" }] } } }`,
  ),
  badTenant(
    "a policy that may do everything",
    `workloads: { api: { awsPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } } }`,
  ),
  badTenant(
    "hosts that aren't valid",
    'hosts: ["*", shop, 10.0.0.1, https://shop.example.com, Shop.example.com]',
  ),
  badTenant("a group of two lines", 'access: { viewers: ["all\\nsystem:masters"] }'),
  badFiles("a host that another tenant claims", {
    "checkout.yaml": "name: checkout\nteam: shop\nhosts: [pay.example.com]\n",
    "payments.yaml": 'name: payments\nteam: pay\nhosts: ["*.example.com"]\n',
  }),
  badTenant(
    "a waiver that has expired",
    "waivers: [{ control: flow-to-everyone, reason: legacy, owner: shop, expires: 2020-01-31 }]",
  ),
  badFiles("a flow that only the caller declares", {
    "checkout.yaml": tenantFiles["checkout.yaml"] ?? "",
    "payments.yaml": "name: payments\nteam: pay\nclass: pci\n",
  }),
  badFiles("a flow that only the receiver declares", {
    "checkout.yaml": "name: checkout\nteam: shop\n",
    "payments.yaml": tenantFiles["payments.yaml"] ?? "",
  }),
  badFiles("problems in several files", {
    "checkout.yaml": "name: checkout\n",
    "payments.yaml": "name: payments\nteam: pay\nsize: tiny\n",
  }),
  badFiles("problems of one file, and problems between files", {
    "checkout.yaml":
      "name: checkout\nteam: 7\nsize: tiny\nclass: sensitive\nhosts: [Shop, shop.example.com]\ncalls:\n" +
      "- { to: { namespace: payments }, port: https }\n- { to: { namespace: payments }, port: 8443 }\n" +
      "- { to: { cidr: 0.0.0.0/0 }, port: 443, reason: internet }\n",
    "payments.yaml": "name: payments\nteam: pay\nhosts: [shop.example.com]\n",
  }),
  badFiles("a flow whose other end is misspelt", {
    "checkout.yaml": tenantFiles["checkout.yaml"] ?? "",
    "payments.yaml":
      "name: payments\nteam: pay\nclass: pci\nacepts: [{ from: { namespace: checkout }, port: 8443 }]\n",
  }),
  badFiles("a file that isn't YAML, among others", {
    "cart.yaml": "name: [cart\n",
    "checkout2.yaml": "name: checkout\nteam: shop\n",
    "payments.yaml": "name: payments\nteam: Pay\n",
    "search.YML": "name: search\nteam: shop\n",
  }),
];
