import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import * as library from "../../components/index.ts";
import {
  AdmissionPolicies,
  AuditLog,
  ClusterNetwork,
  type ClusterRef,
  EncryptionKeys,
  HardenedCluster,
  InputError,
  KarpenterNodes,
  NodePool,
  PlatformNamespace,
  TenantRoles,
  Tenants,
  WorkloadDefaults,
  WorkloadNamespace,
} from "../../components/index.ts";
import { deploy } from "../harness.ts";
import { clusterArgs, deployer, network } from "./cluster/cluster.ts";
import { authority } from "./nodes/authority.ts";
import { payments } from "./workload/fixtures.ts";

type Path = readonly (string | number)[];

/** Values of every kind that no argument takes. */
const junk: readonly unknown[] = [
  null,
  -0.5,
  Number.NaN,
  5n,
  Symbol("junk"),
  () => "junk",
  new Date(0),
  new Map([["a", 1]]),
  new (class Own {
    readonly name = 7;
  })(),
  [null],
  [[]],
  { constructor: null },
];

const keys = { secrets: "arn:secrets", logs: "arn:logs", disks: "arn:disks" };
const pool = {
  os: "al2023",
  instanceTypes: ["m6i.large"],
  minSize: 1,
  maxSize: 2,
  kubernetesVersion: "1.35",
  releaseVersion: "1.35.0-20261113",
  updateConfig: { maxUnavailable: 2 },
  forceUpdateVersion: true,
  diskSizeGiB: 20,
  labels: { tier: "web" },
  tags: { team: "shop" },
} as const;
const nodeSettings = {
  proxy: { url: "http://proxy.example.com:3128", noProxy: [".example.com"] },
  certificateAuthorities: [authority],
  tags: { team: "core" },
};
const people = {
  issuerUrl: "https://login.example.com",
  clientId: "casemate",
  usernameClaim: "sub",
  groupsClaim: "groups",
  usernamePrefix: "corp:",
  groupsPrefix: "corp:",
  requiredClaims: { tenant: "prod" },
};
const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:Get*", Resource: "*" }] };
const waivers = [{ control: "x", reason: "x", owner: "x", expires: "2999-01-01" }];
const tenant = {
  ...payments,
  access: {
    ...payments.access,
    customResources: [{ apiGroup: "a.example.com", resources: ["b"], writtenBy: "operator" }],
    rules: [{ persona: "developer", apiGroup: "", resources: ["pods/eviction"], verbs: ["create"] }],
    deployers: [
      { role: "arn:aws:iam::111122223333:role/ci/pay", persona: "operator" },
      { namespace: "argocd", serviceAccount: "argocd-application-controller" },
      { serviceAccount: "flux", impersonatedBy: [{ namespace: "flux-system", serviceAccount: "kustomize" }] },
    ],
  },
  size: {
    cpu: 4,
    memory: "8Gi",
    ephemeralStorage: "10Gi",
    storage: "0",
    pods: 20,
    services: 1,
    secrets: 1,
    gpus: 1,
    largestPod: { cpu: 1, memory: "1Gi", ephemeralStorage: "1Gi" },
  },
  workloads: {
    api: { awsPolicy: policy, kubernetesApi: true, tokenAudiences: ["vault"] },
    db: { operatedBy: { namespace: "cnpg-system", serviceAccount: "cnpg" }, serviceAccounts: ["db-1"] },
  },
  storageClasses: ["gp3-fast"],
  volumeAttributesClasses: ["fast"],
  hosts: ["pay.example.com"],
  exposure: [{ to: "api", port: 8443, protocol: "TCP", visibility: "internal", clients: ["10.30.0.0/16"] }],
  labels: { "example.com/cost-center": "4711" },
  annotations: { "example.com/contact": "pay" },
  podSecurity: "restricted",
  waivers,
  lifecycle: "disposable",
};

interface Case {
  readonly build: (args: never) => unknown;
  /** Arguments with every field. */
  readonly args: Readonly<Record<string, unknown>>;
}

let count = 0;

/** Each case has its own name. A value that is accepted by mistake then doesn't hide behind a used name. */
function nextName(): string {
  count += 1;
  return `junk${count}`;
}

/** Every component, with all its arguments. */
function cases(cluster: ClusterRef): Readonly<Record<string, Case>> {
  const registries = ["registry.example.com"];
  const exemptNamespaces = [{ name: "istio-system", reason: "the mesh" }];
  const allowedForTenants = {
    trafficAnnotations: ["nginx.ingress.kubernetes.io/rewrite-target"],
    storageClasses: ["gp3-fast"],
    volumeAttributesClasses: ["fast"],
  };
  return {
    ClusterNetwork: {
      build: (args) => new ClusterNetwork(nextName(), args),
      args: {
        cidr: "10.64.0.0/16",
        additionalCidrs: ["100.64.0.0/16"],
        nodesIn: "additional",
        egress: "nat",
        interfaceEndpoints: true,
        additionalEndpoints: [
          {
            service: "sqs",
            actions: ["sqs:SendMessage"],
            resources: ["arn:aws:sqs:eu-central-1:999988887777:q"],
          },
        ],
        loadBalancers: ["public", "internal"],
        zones: ["eu-central-1a", "eu-central-1b"],
        keys,
        permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
        lifecycle: "disposable",
      },
    },
    EncryptionKeys: {
      build: (args) => new EncryptionKeys(nextName(), args),
      args: {
        purposes: ["secrets", "logs", "disks"],
        logGroups: ["/a"],
        autoScalingRole: "create",
        keepLogsKey: true,
        lifecycle: "disposable",
      },
    },
    AuditLog: {
      build: (args) => new AuditLog(nextName(), args),
      args: { clusterName: "prod", keyArn: "arn:logs", retentionDays: 365, lifecycle: "disposable" },
    },
    AdmissionPolicies: {
      build: (args) => new AdmissionPolicies(nextName(), args),
      args: { cluster, registries, exemptNamespaces, ...allowedForTenants },
    },
    HardenedCluster: {
      build: (args) => new HardenedCluster(nextName(), args),
      args: {
        ...clusterArgs,
        name: "prod",
        network: { ...network, ready: [] },
        admins: [{ role: deployer }],
        deployRole: deployer,
        people,
        apiAccess: [
          { cidr: "10.1.0.0/24", reason: "x" },
          { securityGroup: "sg-1", reason: "x" },
        ],
        connectedNetworks: [{ cidr: "10.2.0.0/24", reason: "x" }],
        serviceCidr: "172.20.0.0/16",
        keys,
        autoScalingRole: "create",
        auditRetentionDays: 365,
        permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
        systemPool: pool,
        nodeSettings,
        waivers,
        nodeClasses: ["pci"],
        registries,
        exemptNamespaces,
        ...allowedForTenants,
        lifecycle: "disposable",
      },
    },
    TenantRoles: { build: (args) => new TenantRoles(nextName(), args), args: { cluster } },
    NodePool: {
      build: (args) => new NodePool(nextName(), args),
      args: {
        cluster,
        nodes: {
          subnetIds: ["subnet-1"],
          securityGroupIds: ["sg-1"],
          diskKeyArn: "arn:disks",
          settings: nodeSettings,
          ready: [],
        },
        class: "pci",
        ...pool,
        capacityType: "spot",
        taints: [{ key: "example.com/batch", value: "x", effect: "NoSchedule" }],
      },
    },
    KarpenterNodes: {
      build: (args) => new KarpenterNodes(nextName(), args),
      args: {
        cluster,
        nodes: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"], diskKeyArn: "arn:disks", ready: [] },
        pools: [
          {
            class: "pci",
            name: "pci",
            architecture: "arm64",
            instanceTypes: ["m7g.large"],
            capacityTypes: ["on-demand", "spot"],
            cpuLimit: 12,
            diskSizeGiB: 20,
            imageVersion: "v1.62.1",
            expireAfterHours: 48,
            labels: { tier: "web" },
            taints: [{ key: "example.com/batch", value: "true", effect: "NoSchedule" }],
          },
        ],
        applyObjects: true,
      },
    },
    Tenants: { build: (args) => new Tenants(nextName(), args), args: { cluster, tenants: [tenant] } },
    WorkloadNamespace: {
      build: (args) => new WorkloadNamespace(nextName(), args),
      args: { cluster, ...tenant },
    },
    PlatformNamespace: {
      build: (args) => new PlatformNamespace(nextName(), args),
      args: {
        cluster,
        namespace: "backup",
        podSecurity: { level: "privileged", reason: "x" },
        workloads: {
          agent: {
            labels: { app: "agent" },
            serviceAccount: "agent",
            kubernetesApi: true,
            webhooks: [{ port: 9443 }],
            awsPolicy: policy,
            awsEndpoints: ["s3"],
            kubelets: true,
            hostNetwork: { reason: "x" },
            privileged: { reason: "x" },
          },
        },
        calls: [{ from: "agent", to: { namespace: "shop" }, port: 8443 }],
        accepts: [{ to: "agent", from: { cidr: "10.20.0.0/24" }, port: 8443, reason: "x" }],
        scrapes: [{ from: "agent", namespace: "shop", workload: "api", port: 9090, protocol: "TCP" }],
        scrapedBy: { namespace: "monitoring", workload: "prometheus" },
        tenants: ["shop"],
        loadBalancerCidrs: ["10.64.1.0/24"],
        images: ["registry.example.com/agent"],
        imageRegistry: "registry.example.com/copies",
        imageNames: "digest",
        createsServiceAccounts: true,
        managers: [{ namespace: "argocd", serviceAccount: "controller" }],
        hosts: ["backup.example.com"],
        customResources: ["backup.example.com"],
        installs: false,
        waivers,
        lifecycle: "disposable",
      },
    },
    WorkloadDefaults: {
      build: (args) => new WorkloadDefaults(args),
      args: { workload: "api", class: "pci", kubernetesApi: true, runAsUser: 1000 },
    },
  };
}

/** Where a policy's statements are AWS's to judge, and what isn't data. */
const isForeign = (path: Path) => path.includes("Statement") || path.at(-1) === "provider";

/** Every place in a value, the root included. */
function places(value: unknown, path: Path = []): Path[] {
  const isData = typeof value === "object" && value !== null && !pulumi.Resource.isInstance(value);
  const inner = isData ? Object.entries(value) : [];
  return [
    path,
    ...inner.flatMap(([key, part]) => places(part, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

function put(root: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) {
    return value;
  }
  const inner = put((root as Record<string | number, unknown>)[key], rest, value);
  return Array.isArray(root) ? root.with(Number(key), inner) : { ...(root as object), [key]: inner };
}

/** Runs `judge` in a program, and looks that nothing was registered but the provider of its cluster. */
async function inProgram(judge: (all: Readonly<Record<string, Case>>) => void): Promise<void> {
  const { resources } = await deploy(() => {
    const provider = new k8s.Provider("prod", { clusterIdentifier: "prod", kubeconfig: "{}" });
    judge(
      cases({
        clusterName: "prod",
        kubernetesVersion: "1.35",
        provider,
        vpcCidr: "10.64.0.0/16",
        serviceCidr: "172.20.0.0/16",
        internalLoadBalancerCidrs: ["10.64.248.0/24"],
        groupsPrefix: "corp:",
        hasTenantRoles: true,
        nodeClasses: ["pci"],
        exemptNamespaces: [{ name: "gateway", reason: "x" }],
        additionalCidrs: ["100.64.0.0/16"],
        controlPlaneCidrs: ["10.64.192.0/28"],
        egress: "none",
        connectedCidrs: ["10.20.0.0/24"],
        endpointServices: ["s3"],
        networkPolicyMode: "strict",
        nodeSecurityGroupId: "sg-nodes",
        nodeRules: [{ direction: "egress", peer: "nodes", port: 1, toPort: 2 }],
        ready: [],
      }),
    );
  });
  expect(resources.map(({ type }) => type)).to.deep.equal(["pulumi:providers:kubernetes"]);
}

/** What `build` throws. */
function refusal(build: (args: never) => unknown, args: unknown): unknown {
  try {
    build(args as never);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("arguments of the wrong kind", () => {
  const names = Object.keys(cases({} as ClusterRef));

  it("are tried on every component", () => {
    const components = Object.entries(library).flatMap(([name, value]) =>
      typeof value === "function" && "controls" in value ? [name] : [],
    );
    expect(names).to.have.members(components);
  });

  for (const name of names) {
    it(`in any place are one InputError of ${name}, and register nothing`, async () => {
      await inProgram((all) => {
        const { build, args } = all[name] as Case;
        const accepted: string[] = [];
        for (const path of places(args).filter((each) => !isForeign(each))) {
          for (const value of junk) {
            const error = refusal(build, put(args, path, value));
            if (!(error instanceof InputError)) {
              accepted.push(`${path.join(".")} = ${String(value)}: ${String(error)}`);
            }
          }
        }

        expect(accepted).to.deep.equal([]);
      });
    });

    it(`of any shape are an InputError of ${name}`, async () => {
      await inProgram((all) => {
        const { build } = all[name] as Case;
        fc.assert(
          fc.property(
            fc.anything({
              withBigInt: true,
              withDate: true,
              withMap: true,
              withNullPrototype: true,
              withSet: true,
            }),
            (args) => refusal(build, args) instanceof InputError,
          ),
          { numRuns: 100 },
        );
      });
    });

    it(`are an InputError of ${name} where outputs and promises stand for all of them`, async () => {
      await inProgram((all) => {
        const { build, args } = all[name] as Case;
        for (const later of [pulumi.output(args), Promise.resolve(args)]) {
          expect(refusal(build, later)).to.be.instanceOf(InputError);
        }
      });
    });
  }
});
