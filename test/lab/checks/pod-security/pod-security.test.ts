import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import { expect } from "chai";
import fc from "fast-check";
import { eachOf } from "../../../../lab/api/each-of.ts";
import { type Caller, platform } from "../../../../lab/lab.ts";
import { objectAt, stringAt } from "../../../../plan/json.ts";
import { lab } from "../../suite.ts";
import { buildBefore } from "../../support/builds.ts";
import { collection, templateKinds } from "../../support/kinds.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { podSpec } from "../../support/workloads.ts";
import { buildEvaluator, type Evaluator, type Verdict } from "./evaluator.ts";
import { debugged, pods } from "./pods.ts";
import { type ServerVerdict, verdictOnDebugger, verdictOnPod, verdictOnTemplate } from "./verdicts.ts";

const tenant = "storefront";
const policy = "casemate-templates";
const anySeed = Number(process.env["POD_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const samples = [
  { seed: 20260101, count: 400 },
  { seed: anySeed, count: 100 },
];

/**
 * Makes the policy warn in the tenant's namespace as well. If several policies refuse, the server's answer names only the
 * first one, but it contains all warnings.
 */
const warning = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicyBinding",
  metadata: { name: "test-templates-warn" },
  spec: {
    policyName: policy,
    validationActions: ["Warn"],
    matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": tenant } } },
  },
};
const bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";

describe("Pod Security, by Kubernetes' own evaluator", function () {
  this.timeout(900_000);
  let evaluator: Evaluator;
  let caller: Caller;
  let version: string;
  let judged: { pod: V1PodTemplateSpec; verdict: Verdict; server: ServerVerdict }[];

  buildBefore(this, async (onProgress) => {
    onProgress("Building Kubernetes' evaluator of Pod Security");
    // The lab's directory is removed with the lab.
    evaluator = await buildEvaluator(lab().directory);
  });

  before(async () => {
    console.log(`      POD_SEED=${anySeed}`);
    caller = await lab().as(platform);
    const { body } = await caller.request("GET", `/api/v1/namespaces/${tenant}`);
    const labels = objectAt(objectAt(objectAt(body)["metadata"])["labels"]);
    expect(labels["pod-security.kubernetes.io/enforce"]).to.equal("restricted");
    version = stringAt(labels["pod-security.kubernetes.io/enforce-version"]) ?? "";
    judged = await judge();
  });

  async function judge() {
    const all = samples.flatMap(({ seed, count }) =>
      fc.sample(pods(podSpec(tenant)), { seed, numRuns: count }),
    );
    const verdicts = evaluator.judge(all, version);
    const both = await eachOf([...all.entries()], async ([index, pod]) => {
      const verdict = verdicts[index];
      const server = await verdictOnPod(caller, tenant, pod);
      return verdict === undefined || server === undefined ? [] : [{ pod, verdict, server }];
    });
    return both.flat();
  }

  it("has pods of both kinds to judge", () => {
    const allowed = judged.filter(({ verdict }) => verdict.allowed).length;
    expect(judged.length).to.be.at.least(300);
    expect(allowed / judged.length).to.be.within(0.3, 0.7);
    const checks = new Set(judged.flatMap(({ verdict }) => verdict.detail.match(knownChecks) ?? []));
    expect([...checks].sort()).to.deep.equal(allChecks);
  });

  it("is what the server says of each pod in a tenant's namespace, word by word", () => {
    for (const { pod, verdict, server } of judged) {
      const violations = server.violates ?? "";
      if (hasAnnotations(pod)) {
        // The server copies AppArmor's annotations into fields, and its message names both.
        expect(violations === "", describePod(pod)).to.equal(verdict.allowed);
      } else {
        expect(violations, describePod(pod)).to.equal(verdict.detail);
      }
    }
    expect(judged.some(({ server }) => server.accepted)).to.equal(true);
  });

  it("is what the server says of each container that is put into a running pod", async () => {
    const name = "test-debugged";
    const path = collection("Pod", tenant);
    const base = podSpec(tenant);
    const created = await caller.request("POST", path, { metadata: { name }, spec: base });
    expect(created.status, JSON.stringify(created.body)).to.equal(201);
    try {
      const all = samples.flatMap(({ seed }) => fc.sample(debugged(base), { seed, numRuns: 50 }));
      const verdicts = evaluator.judge(all, version);
      const answers = await eachOf(all, (pod) => verdictOnDebugger(caller, tenant, name, pod));
      const compared = verdicts.flatMap((verdict, index) => {
        const server = answers[index];
        return server === undefined ? [] : [[server.violates ?? "", verdict.detail]];
      });
      expect(compared.map(([server]) => server)).to.deep.equal(compared.map(([, own]) => own));
      expect(compared.filter(([, own]) => own === "").length / all.length).to.be.within(0.2, 0.8);
      expect(compared.length).to.be.greaterThan(0.9 * all.length);
    } finally {
      await caller.request("DELETE", `${path}/${name}?gracePeriodSeconds=0`);
    }
  });

  it(`is what ${policy} says of every kind of template`, async () => {
    await caller.request("POST", bindings, warning);
    try {
      await waitUntilPolicyWarns();
      await eachOf([...judged.entries()], async ([index, { pod, verdict }]) => {
        // The template's path differs between kinds: a third of the pods is also tried in another kind.
        const other = index % 3 === 0 ? templateKinds[(index / 3) % templateKinds.length] : undefined;
        for (const kind of new Set(["Deployment", other ?? "Deployment"] as const)) {
          const { warnings, accepted } = await verdictOnTemplate(caller, kind, tenant, pod);
          const isRefused = warnings.some((text) => text.includes(`'${policy}'`));
          const what = `${kind} ${describePod(pod)}: ${verdict.detail || "allowed"}; ${warnings.join("; ")}`;
          expect(isRefused, what).to.equal(!verdict.allowed);
          expect(accepted && isRefused, what).to.equal(false);
        }
      });
    } finally {
      await caller.request("DELETE", `${bindings}/${warning.metadata.name}`);
    }
  });

  /** The server follows a new binding with a delay. */
  async function waitUntilPolicyWarns() {
    const privileged = judged.find(({ verdict }) => verdict.detail.includes("privileged"))?.pod;
    if (privileged === undefined) {
      throw new Error("no privileged pod was drawn");
    }
    await waitUntil(
      `${warning.metadata.name} warns`,
      () => verdictOnTemplate(caller, "Deployment", tenant, privileged),
      ({ warnings }) => warnings.some((text) => text.includes(warning.metadata.name)),
    );
  }
});

/** The name that each check of `restricted` gives its finding (k8s.io/pod-security-admission, policy/check_*.go). */
const allChecks = [
  "allowPrivilegeEscalation != false",
  "forbidden AppArmor profile",
  "forbidden sysctls",
  "host namespaces",
  "hostPort",
  "hostProcess",
  "privileged",
  "probe or lifecycle host",
  "procMount",
  "restricted volume types",
  "runAsNonRoot != true",
  "runAsUser=0",
  "seLinuxOptions",
  "seccompProfile",
  "unrestricted capabilities",
];
const knownChecks = new RegExp(`(?<=^|, )(${allChecks.join("|")})(?=s? \\()`, "g");

function hasAnnotations({ metadata }: V1PodTemplateSpec): boolean {
  return Object.keys(metadata?.annotations ?? {}).length > 0;
}

function describePod(pod: V1PodTemplateSpec): string {
  return JSON.stringify(pod);
}
