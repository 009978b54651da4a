import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import type { Difference } from "../../../drift/compare.ts";
import { type DriftReport, findDrift } from "../../../drift/find-drift.ts";
import { formatDrift } from "../../../drift/format.ts";
import { openCluster } from "../../../drift/reader.ts";
import type { Caller } from "../../../lab/api/connection.ts";
import { newest } from "../../../lab/build/versions.ts";
import { type Lab, platform, startLab } from "../../../lab/lab.ts";
import { applyObjects } from "../../../lab/objects/apply.ts";
import { objectsOf } from "../../../lab/objects/planned-objects.ts";
import type { PlanDocument } from "../../../plan/document.ts";
import { type JsonObject, objectAt } from "../../../plan/json.ts";
import { plan } from "../../../plan/plan.ts";
import { readProject } from "../../../plan/project/project.ts";
import { readStackConfig } from "../../../plan/project/stack-config.ts";
import { auditLines } from "../support/audit-lines.ts";
import { buildKubernetesBefore } from "../support/builds.ts";

const root = resolve(import.meta.dirname, "../../..");
const networkPolicies = "/apis/networking.k8s.io/v1/namespaces/payments/networkpolicies";
const admission = "/apis/admissionregistration.k8s.io/v1";
const rbac = "/apis/rbac.authorization.k8s.io/v1";

describe("drift of a real cluster", function () {
  this.timeout(300_000);
  buildKubernetesBefore(this, newest);
  let lab: Lab;
  let resources: PlanDocument["resources"];
  let directory: string;
  let caller: Caller;
  const drift = (ignored?: readonly string[]): Promise<DriftReport> =>
    findDrift(resources, openCluster({ kubeconfig: join(directory, "kubeconfig") }), ignored);
  /** A change by kubectl. */
  const change = async (method: string, path: string, body?: unknown, contentType?: string) => {
    const { status, body: answer } = await caller.request(method, path, body, contentType);
    expect(status, JSON.stringify(answer)).to.be.lessThan(300);
  };
  const merge = (path: string, body: unknown) => change("PATCH", path, body, "application/merge-patch+json");
  const jsonPatch = (path: string, ...operations: readonly object[]) =>
    change("PATCH", path, operations, "application/json-patch+json");
  const restore = async () =>
    applyObjects(await lab.kubeconfig(platform), objectsOf(resources), { force: true });
  /** The only drifted object. */
  const only = async (): Promise<{ title: string; verdict: string; lines: string[] }> => {
    const { drifted } = await drift();
    expect(drifted, JSON.stringify(drifted)).to.have.length(1);
    const [{ title, verdict, differences } = { title: "", verdict: "", differences: [] }] = drifted;
    return { title, verdict, lines: differences.map(({ kind, path }: Difference) => `${kind} ${path}`) };
  };

  before(async () => {
    lab = await startLab();
    directory = mkdtempSync(join(tmpdir(), "casemate-drift-"));
    writeFileSync(join(directory, "kubeconfig"), await lab.kubeconfig(platform));
    caller = await lab.as(platform);
    const project = readProject(root);
    ({ resources } = await plan({
      project,
      stack: "dev",
      config: readStackConfig(project, "dev"),
      packs: [],
    }));
    const objects = objectsOf(resources);
    const isNamespace = ({ kind }: { readonly kind: string }) => kind === "Namespace";
    await applyObjects(await lab.kubeconfig(platform), objects.filter(isNamespace));
    await restore();
  });

  after(async () => {
    await lab?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is none for an untouched cluster, whose server has written its defaults", async () => {
    const report = await drift();
    expect(report.drifted, JSON.stringify(report.drifted, undefined, 1)).to.deep.equal([]);
    expect(report.compared).to.be.greaterThan(60);
    expect(formatDrift(report)).to.match(/^Compared \d+ objects with https:.*: no drift\.$/m);
  });

  it("is none after controllers have done their work", async () => {
    await jsonPatch(`${networkPolicies}/default-deny`, {
      op: "add",
      path: "/metadata/finalizers",
      value: ["networking.k8s.aws/resources"],
    });
    expect((await drift()).drifted).to.deep.equal([]);
    await jsonPatch(`${networkPolicies}/default-deny`, { op: "remove", path: "/metadata/finalizers" });
  });

  it("only reads", async () => {
    const requests = () =>
      auditLines(lab.auditLog)
        .map((line) => JSON.parse(line) as { verb: string; userAgent?: string; requestURI: string })
        .filter(({ requestURI }) => requestURI.includes("limit=500") || requestURI.includes("drift"));
    await drift();
    expect(requests().length).to.be.greaterThan(8);
    expect(new Set(requests().map(({ verb }) => verb))).to.deep.equal(new Set(["list"]));
  });

  const tampered: readonly {
    readonly what: string;
    readonly act: () => Promise<void>;
    readonly title: string;
    readonly line: string;
  }[] = [
    {
      what: "ingress from everywhere in a default-deny",
      act: () => merge(`${networkPolicies}/default-deny`, { spec: { ingress: [{}] } }),
      title: "NetworkPolicy payments/default-deny",
      line: "added spec.ingress",
    },
    {
      what: "matchResources on a policy's binding",
      act: () =>
        merge(`${admission}/validatingadmissionpolicybindings/casemate-images`, {
          spec: { matchResources: { namespaceSelector: { matchLabels: { nowhere: "true" } } } },
        }),
      title: "ValidatingAdmissionPolicyBinding casemate-images",
      line: "added spec.matchResources",
    },
    {
      what: "a matchCondition that is never true",
      act: () =>
        jsonPatch(`${admission}/validatingadmissionpolicies/casemate-images`, {
          op: "add",
          path: "/spec/matchConditions/-",
          value: { name: "never", expression: "false" },
        }),
      title: "ValidatingAdmissionPolicy casemate-images",
      line: "added spec.matchConditions",
    },
    {
      what: "Secrets in the viewer's ClusterRole",
      act: () =>
        jsonPatch(`${rbac}/clusterroles/casemate:viewer`, {
          op: "add",
          path: "/rules/-",
          value: { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] },
        }),
      title: "ClusterRole casemate:viewer",
      line: "added rules[",
    },
    {
      what: "a namespace selector of everything next to a pod selector",
      act: () =>
        jsonPatch(`${networkPolicies}/allow`, {
          op: "add",
          path: "/spec/egress/0/to/0/namespaceSelector",
          value: {},
        }),
      title: "NetworkPolicy payments/allow",
      line: "spec.egress[0].to[0].namespaceSelector",
    },
    {
      what: "another class of a namespace",
      act: () =>
        merge("/api/v1/namespaces/payments", { metadata: { labels: { "casemate.dev/class": "standard" } } }),
      title: "Namespace payments",
      line: 'changed metadata.labels["casemate.dev/class"]',
    },
    {
      what: "a larger quota",
      act: async () => {
        const { body } = await caller.request("GET", "/api/v1/namespaces/payments/resourcequotas");
        const [quota] = (objectAt(body)["items"] as JsonObject[]) ?? [];
        const name = String(objectAt(quota?.["metadata"])["name"]);
        await merge(`/api/v1/namespaces/payments/resourcequotas/${name}`, {
          spec: { hard: { pods: "999" } },
        });
      },
      title: "ResourceQuota payments/",
      line: "changed spec.hard.pods",
    },
    {
      what: "a label of kubectl, with the history of writers removed",
      act: () =>
        merge(`${rbac}/clusterroles/casemate:viewer`, {
          metadata: { managedFields: [{}], annotations: { "example.com/added": "x" } },
        }),
      title: "ClusterRole casemate:viewer",
      line: "added metadata.annotations",
    },
    {
      what: "an account that mounts its token again",
      act: () =>
        merge("/api/v1/namespaces/payments/serviceaccounts/default", { automountServiceAccountToken: true }),
      title: "ServiceAccount payments/default",
      line: "changed automountServiceAccountToken",
    },
  ];
  for (const { what, act, title, line } of tampered) {
    it(`shows ${what}`, async () => {
      await act();
      try {
        const found = await only();
        expect(found.title).to.include(title);
        expect(found.verdict).to.equal("different");
        expect(found.lines.join("\n")).to.include(line);
      } finally {
        for (const drifted of (await drift()).drifted) {
          await undo(drifted.title);
        }
      }
      expect((await drift()).drifted).to.deep.equal([]);
    });
  }

  it("shows an object that is gone", async () => {
    await change("DELETE", `${networkPolicies}/default-deny`);
    expect(await only()).to.deep.include({
      title: "NetworkPolicy payments/default-deny",
      verdict: "missing",
    });
    await restore();
  });

  it("shows a NetworkPolicy that the plan doesn't have, unless the user ignores it", async () => {
    await change("POST", networkPolicies, {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "open" },
      spec: { podSelector: {}, ingress: [{}] },
    });
    expect(await only()).to.deep.include({ title: "NetworkPolicy payments/open", verdict: "unplanned" });
    const accepted = await drift(["NetworkPolicy payments/open"]);
    expect(accepted.drifted).to.deep.equal([]);
    expect(accepted.ignored).to.deep.equal(["NetworkPolicy payments/open"]);
    await change("DELETE", `${networkPolicies}/open`);
  });

  /** The runbook's way back, `kubectl replace` of the plan's manifest. A second apply would leave additions in place. */
  async function undo(title: string): Promise<void> {
    const planned = objectsOf(resources).find(
      ({ kind, metadata: { namespace, name } }) =>
        title === `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`,
    );
    if (planned === undefined || planned.kind === "ServiceAccount") {
      await restore();
      return;
    }
    const { kind, metadata } = planned;
    const paths: Readonly<Record<string, string>> = {
      Namespace: "/api/v1/namespaces",
      NetworkPolicy: networkPolicies,
      ValidatingAdmissionPolicy: `${admission}/validatingadmissionpolicies`,
      ValidatingAdmissionPolicyBinding: `${admission}/validatingadmissionpolicybindings`,
      ClusterRole: `${rbac}/clusterroles`,
      ResourceQuota: "/api/v1/namespaces/payments/resourcequotas",
    };
    const path = `${paths[kind]}/${metadata.name}`;
    const { body } = await caller.request("GET", path);
    const { resourceVersion } = objectAt(objectAt(body)["metadata"]);
    await change("PUT", path, { ...planned, metadata: { ...metadata, resourceVersion } });
  }
});
