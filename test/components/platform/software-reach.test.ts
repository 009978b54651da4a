import { expect } from "chai";
import { judgePlatform } from "../../../components/platform/check-platform-namespace.ts";
import { PlatformNamespace } from "../../../components/platform/platform-namespace.ts";
import { catalogue } from "../../../components/platform/software/index.ts";
import type { SoftwareAws, SoftwareEntry } from "../../../components/platform/software/software-entry.ts";
import { connectivity } from "../../../plan/analysis/connectivity.ts";
import { kubernetesObjects } from "../../../plan/analysis/kubernetes-objects.ts";
import type { PlannedResource } from "../../../plan/document.ts";
import { deploy } from "../../harness.ts";
import { cluster, clusterRef } from "../workload/fixtures.ts";
import type { ControllerFacts, ManifestFacts } from "./facts/manifest-facts.ts";
import { controllersOf, storedFacts, workloadName } from "./facts/stored-facts.ts";

const controlPlane = "10.64.0.0/28";
const loadBalancers = "10.64.96.0/28";
const scrapers = "scrapers";
const tenant = "checkout";
const podIdentity = "169.254.170.23/32";

/** All options, with their examples. */
function examplesOf({ options = {} }: SoftwareEntry) {
  return Object.fromEntries(
    Object.entries(options).map(([name, { kind, example }]) => [name, kind === "list" ? [example] : example]),
  );
}

function build(entry: SoftwareEntry, options = examplesOf(entry)) {
  return deploy(
    () =>
      new PlatformNamespace(entry.id, {
        cluster: clusterRef({
          controlPlaneCidrs: [controlPlane],
          egress: "none",
          nodeSecurityGroupId: "sg-nodes",
          controlPlaneSecurityGroupId: "sg-control",
        }),
        software: entry.id,
        options,
        scrapedBy: { namespace: scrapers },
        tenants: [tenant],
        loadBalancerCidrs: [loadBalancers],
      }),
    { preview: true },
  );
}

/** One row of the connectivity matrix: `from -> to:port/protocol`. A whole namespace is each of its pods. */
async function reachOf(entry: SoftwareEntry): Promise<string[]> {
  const { resources } = await build(entry);
  const rows = connectivity(kubernetesObjects(resources as unknown as PlannedResource[]), [cluster.vpcCidr]);
  const pods = [...Object.values(entry.workloads).map(({ labels }) => podName(labels)), "*"];
  const ends = (end: string) =>
    end === entry.namespace ? pods.map((pod) => `${end}/${pod}`) : [end.replace(/\/\*$/, "")];
  return rows.flatMap(({ from, to, port, protocol }) =>
    ends(from).flatMap((one) => ends(to).map((other) => `${one} -> ${other}:${port}/${protocol}`)),
  );
}

/** The matrix names pods by their labels. */
function podName(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const [only] = entries;
  return entries.length === 1 && only?.[0] === "app.kubernetes.io/name"
    ? only[1]
    : entries.map(([key, value]) => `${key}=${value}`).join(",");
}

/** The callers that the manifests show, by the kind of evidence. The kubelet always reaches the pods on its own node. */
const callers: Readonly<Record<string, string>> = { "api-server": controlPlane, scrape: scrapers };

/** What must reach a pod from outside its namespace, by the facts of its manifests and not by the entry. */
function shownByManifests(entry: SoftwareEntry, facts: ManifestFacts, controller: ControllerFacts): string[] {
  const workload = entry.workloads[workloadName(facts, controller.name, entry)];
  if (workload === undefined || workload.hostNetwork !== undefined) {
    return [];
  }
  const to = `${entry.namespace}/${podName(workload.labels)}`;
  return controller.listens.flatMap(({ port, protocol, evidence }) =>
    [...new Set(evidence.flatMap(({ by }) => callers[by] ?? []))].map(
      (from) => `${from} -> ${to}:${port}/${protocol}`,
    ),
  );
}

/** Callers that only the entry knows: tenants, load balancers and peers. `software.test.ts` compares peers with ports. */
function shownByEntry({ namespace, workloads }: SoftwareEntry): string[] {
  return Object.values(workloads).flatMap(({ labels, listens, calls = [] }) => {
    const pod = `${namespace}/${podName(labels)}`;
    return [
      ...listens.flatMap(({ port, protocol = "TCP", from }) => [
        ...(from.includes("tenants") ? [`${tenant} -> ${pod}:${port}/${protocol}`] : []),
        ...(from.includes("load-balancers") ? [`${loadBalancers} -> ${pod}:${port}/${protocol}`] : []),
      ]),
      ...calls.flatMap((call) => {
        const receiver = "namespace" in call || !("workload" in call) ? undefined : workloads[call.workload];
        return receiver !== undefined
          ? [`${pod} -> ${namespace}/${podName(receiver.labels)}:${call.port}/${call.protocol ?? "TCP"}`]
          : [];
      }),
    ];
  });
}

for (const entry of Object.values(catalogue)) {
  const facts = storedFacts(entry.id);
  if (facts === undefined) {
    continue;
  }
  describe(`the traffic of ${entry.id}`, () => {
    it("reaches each port that its manifests show a caller for, and no other port", async () => {
      const inside = (row: string) => row.includes(` -> ${entry.namespace}/`);
      const expected = [
        ...controllersOf(facts).flatMap((controller) => shownByManifests(entry, facts, controller)),
        ...shownByEntry(entry),
      ];
      expect((await reachOf(entry)).filter(inside).sort()).to.deep.equal([...new Set(expected)].sort());
    });

    it("has its namespace and its policies before anything is installed", async () => {
      const { all, one } = await build(entry);
      if (entry.namespace.startsWith("kube-")) {
        expect(all("kubernetes:core/v1:Namespace")).to.deep.equal([]);
        return;
      }
      const namespace = one("kubernetes:core/v1:Namespace");
      expect(namespace.inputs["metadata"].name).to.equal(entry.namespace);
      const policies = all("kubernetes:networking.k8s.io/v1:NetworkPolicy");
      expect(policies.filter(({ dependencies }) => !dependencies.includes(namespace.urn))).to.deep.equal([]);
      const before = [namespace, ...policies].map(({ urn }) => urn);
      for (const installed of all("aws:eks/addon:Addon")) {
        expect(before.filter((urn) => !installed.dependencies.includes(urn))).to.deep.equal([]);
      }
    });

    it("asks for credentials only if it has a role or mounts secrets for others", async () => {
      const { all } = await build(entry);
      const asking = (await reachOf(entry)).filter((row) => row.includes(podIdentity));
      const onPodNetwork = Object.values(entry.workloads).filter(
        ({ hostNetwork, aws }) => hostNetwork === undefined && (aws?.policy ?? aws?.forOtherPods),
      );
      expect(asking.length).to.equal(onPodNetwork.length);
      const withRole = Object.values(entry.workloads).filter(({ aws }) => aws?.policy !== undefined);
      expect(all("aws:eks/podIdentityAssociation:PodIdentityAssociation")).to.have.length(withRole.length);
    });

    it("reaches public addresses with egress none only for services whose endpoint is a route", async () => {
      const outside = (await reachOf(entry)).filter((row) => row.includes("-> 0.0.0.0/0"));
      const expected = Object.values(entry.workloads).flatMap(({ labels, aws }) =>
        aws?.endpoints.includes("s3") ? [`${entry.namespace}/${podName(labels)} -> 0.0.0.0/0`] : [],
      );
      expect(outside.map((row) => row.replace(/(-> 0\.0\.0\.0\/0).*$/, "$1"))).to.deep.equal(expected);
    });

    it("opens the security groups for each webhook", async () => {
      const ports = facts.calledByApiServer.flatMap(({ port }) => port ?? []);
      const { all } = await build(entry);
      // Rules for flows to and from addresses name ranges, not the other group.
      const opened = (type: string) =>
        all(type).flatMap(({ inputs }) =>
          inputs["referencedSecurityGroupId"] === undefined ? [] : inputs["fromPort"],
        );
      for (const type of ["Ingress", "Egress"]) {
        const rules = opened(`aws:vpc/securityGroup${type}Rule:SecurityGroup${type}Rule`);
        expect(rules.sort(), type).to.deep.equal([...new Set(ports)].sort());
      }
    });

    it("makes no role and needs no endpoint for an option that is left out", async () => {
      const required = Object.entries(examplesOf(entry)).filter(
        ([name]) => entry.options?.[name]?.default === undefined,
      );
      const { all } = await build(entry, Object.fromEntries(required));
      const policies = all("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) =>
        statementsOf(inputs["policy"]),
      );
      for (const statements of policies) {
        expect(statements).not.to.deep.equal([]);
        expect(statements.filter(({ Resource }) => Resource.length === 0)).to.deep.equal([]);
      }
      expect(missingEndpoints(entry, Object.fromEntries(required))).to.deep.equal(
        [...new Set(awsOf(entry).flatMap(({ endpoints }) => endpoints))].sort(),
      );
    });

    it("is refused with egress none until its endpoints are there", () => {
      const needed = awsOf(entry).flatMap(({ endpoints, optionEndpoints = {} }) => [
        ...endpoints,
        ...Object.values(optionEndpoints).flat(),
      ]);
      expect(missingEndpoints(entry, examplesOf(entry))).to.deep.equal([...new Set(needed)].sort());
      expect(missingEndpoints(entry, examplesOf(entry), needed)).to.deep.equal([]);
    });

    it("has in the plan each action of its policies, with all options", async () => {
      const { all } = await build(entry);
      const planned = all("aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) =>
        statementsOf(inputs["policy"]).flatMap(({ Action }) => Action),
      );
      const declared = Object.values(entry.workloads).flatMap(({ aws }) =>
        (aws?.policy?.Statement ?? []).flatMap(({ Action }) => Action),
      );
      expect(planned.sort()).to.deep.equal(declared.sort());
      expect(JSON.stringify(all("aws:iam/rolePolicy:RolePolicy"))).not.to.match(
        /\{(option\.|region|account)/,
      );
    });
  });
}

function awsOf({ workloads }: SoftwareEntry): SoftwareAws[] {
  return Object.values(workloads).flatMap(({ aws }) => aws ?? []);
}

/** The endpoints that the message about missing endpoints names. */
function missingEndpoints(
  entry: SoftwareEntry,
  options: Readonly<Record<string, string | readonly string[]>>,
  endpointServices: readonly string[] = [],
): string[] {
  const { problems } = judgePlatform(
    { software: entry.id, options },
    { ...cluster, egress: "none", endpointServices },
    catalogue,
  );
  expect(problems.filter(({ path }) => path !== "cluster.endpointServices")).to.deep.equal([]);
  return problems.flatMap(({ allowed }) =>
    (/^endpoints for ([a-z0-9., -]+), because/.exec(allowed)?.[1] ?? "").split(", "),
  );
}

function statementsOf(policy: unknown): { Action: string | string[]; Resource: string | string[] }[] {
  return (typeof policy === "string" ? JSON.parse(policy) : policy).Statement;
}
