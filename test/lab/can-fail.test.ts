import { expect } from "chai";
import { personas, tenantRoleName } from "../../components/contract/persona-rights.ts";
import type { ObjectAddress } from "../../lab/api/object-address.ts";
import { objectAt } from "../../plan/json.ts";
import { attempts } from "./support/all-attempts.ts";
import type { Attempt, Layer } from "./support/attempt.ts";
import { callerOf } from "./support/callers.ts";
import { exampleObjects } from "./support/example.ts";
import { layersOf } from "./support/layers.ts";
import { describeOutcome, perform } from "./support/perform.ts";
import { restore } from "./support/stack.ts";
import { titleOf } from "./support/title.ts";
import { waitUntil } from "./support/wait-until.ts";
import { tenants } from "./support/workloads.ts";

/**
 * Shows that the suite can fail. It switches each layer off, and then an attempt that only this layer refuses must be
 * admitted. An attempt that a second layer refuses would prove nothing.
 */
describe("with a layer switched off", () => {
  const bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
  const policies = new Set(
    attempts.flatMap(({ by }) => (typeof by === "string" && isPolicy(by) ? [by] : [])),
  );

  it("every admission policy of the stack has its own attempts", async () => {
    const objects = await exampleObjects();
    const names = objects.flatMap(({ kind, metadata }) =>
      kind === "ValidatingAdmissionPolicy" ? [metadata.name] : [],
    );
    expect([...policies].sort()).to.deep.equal(names.sort());
  });

  for (const policy of policies) {
    it(`an attempt succeeds: ${policy}`, async () => {
      const off = async () => {
        for (const { metadata } of (await exampleObjects()).filter(isBinding(policy))) {
          const path = `${bindings}/${metadata.name}`;
          expect((await platform("DELETE", path)).status, path).to.equal(200);
        }
      };
      await switchedOff(off, isBinding(policy), candidates(policy));
    });
  }

  for (const tenant of tenants) {
    it(`an attempt succeeds: the quota of ${tenant}`, async () => {
      const path = `/api/v1/namespaces/${tenant}/resourcequotas/quota`;
      await without(path, isIn(tenant, "ResourceQuota"), candidates("quota", tenant));
    });

    it(`an attempt succeeds: the LimitRange of ${tenant}`, async () => {
      const path = `/api/v1/namespaces/${tenant}/limitranges/limits`;
      await without(path, isIn(tenant, "LimitRange"), candidates("limit-range", tenant));
    });
  }

  for (const persona of personas) {
    it(`an attempt succeeds: the role of a ${persona}`, async () => {
      const role = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${tenantRoleName(persona)}`;
      const rules = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
      const candidateAttempts = candidates("rbac").filter(
        ({ as }) => typeof as === "string" && as.startsWith(`${persona} of `),
      );
      const widen = async () => {
        const { status } = await platform("PATCH", role, { rules });
        expect(status, role).to.equal(200);
      };
      await switchedOff(widen, ({ kind }) => kind === "ClusterRole", candidateAttempts);
    });
  }

  for (const tenant of tenants) {
    it(`an attempt succeeds: Pod Security of ${tenant}`, async () => {
      const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
      const loosen = async () => {
        // While this policy is bound, even the platform may not loosen the label.
        await platform("DELETE", `${bindings}/casemate-namespaces`);
        await waitUntil(
          "the label can be changed",
          () => platform("PATCH", `/api/v1/namespaces/${tenant}`, { metadata: { labels } }),
          ({ status }) => status === 200,
        );
      };
      const changed: Part = ({ kind, metadata }) =>
        (kind === "Namespace" && metadata.name === tenant) ||
        (kind === "ValidatingAdmissionPolicyBinding" && metadata.name === "casemate-namespaces");
      await switchedOff(loosen, changed, candidates("pod-security", tenant));
      const { status } = await platform("PATCH", `/api/v1/namespaces/${tenant}?dryRun=All`, {
        metadata: { labels },
      });
      expect(status, "loosening the label once more").to.equal(403);
    });
  }
});

/** The attempts that only this layer must refuse. */
function candidates(layer: Layer, tenant?: string): Attempt[] {
  return attempts.filter(
    ({ by, as }) =>
      by === layer && (tenant === undefined || (typeof as === "string" && as.endsWith(` of ${tenant}`))),
  );
}

/** Tries attempts without a layer, whose object is deleted. */
async function without(path: string, layer: Part, candidateAttempts: readonly Attempt[]): Promise<void> {
  const off = async () => {
    const { status } = await platform("DELETE", path);
    expect(status, path).to.equal(200);
  };
  await switchedOff(off, layer, candidateAttempts);
}

/** @param changed the objects that `off` changes, and that are restored */
async function switchedOff(
  off: () => Promise<void>,
  changed: Part,
  candidateAttempts: readonly Attempt[],
): Promise<void> {
  expect(candidateAttempts, "attempts that only this layer must refuse").to.not.deep.equal([]);
  let through: Attempt;
  try {
    await off();
    through = await firstThrough(candidateAttempts.toSorted((a, b) => effort(a) - effort(b)).map(harmless));
  } finally {
    await restore(changed);
  }
  // The API server learns of quotas, LimitRanges and a namespace's labels by watches, which nothing can wait for.
  await waitUntil(
    `"${titleOf(through)}" is refused again`,
    () => perform(through),
    ({ verdict, last }) => verdict === "refused" && layersOf(through).some((layer) => layer === last.layer),
  );
}

/** Waits for the API server, which follows a change after about a second. */
async function firstThrough(candidateAttempts: readonly Attempt[]): Promise<Attempt> {
  const { through } = await waitUntil(
    `one of ${candidateAttempts.length} attempts gets through`,
    async (): Promise<{ through?: Attempt; last?: string }> => {
      let last = "";
      for (const attempt of candidateAttempts) {
        const outcome = await perform(attempt);
        if (outcome.verdict === "admitted") {
          return { through: attempt };
        }
        last = `${titleOf(attempt)}: ${describeOutcome(outcome)}`;
      }
      return { last };
    },
    (seen) => seen.through !== undefined,
  );
  return through as Attempt;
}

/** The attempts with the fewest requests are tried first. */
function effort({ does, given = [], times = 1 }: Attempt): number {
  return given.length + ("method" in does ? 1 : does.length) * times;
}

/** Selects the objects of the stack that a layer consists of. */
type Part = (object: ObjectAddress) => boolean;

/** The bindings of a policy. */
function isBinding(policy: string): Part {
  return (object) =>
    object.kind === "ValidatingAdmissionPolicyBinding" &&
    objectAt(objectAt({ ...object })["spec"])["policyName"] === policy;
}

function isIn(namespace: string, ofKind: string): Part {
  return ({ kind, metadata }) => kind === ofKind && metadata.namespace === namespace;
}

/** An admitted attempt must not change what other tests need: existing objects are changed in dry runs only. */
function harmless(attempt: Attempt): Attempt {
  const steps = "method" in attempt.does ? [attempt.does] : attempt.does;
  return {
    ...attempt,
    does: steps.map((step) =>
      step.method === "GET" || step.method === "POST" || step.path.includes("dryRun=")
        ? step
        : { ...step, path: `${step.path}${step.path.includes("?") ? "&" : "?"}dryRun=All` },
    ),
  };
}

async function platform(method: string, path: string, patch?: object) {
  const caller = await callerOf("platform");
  return await caller.request(method, path, patch, patch && "application/merge-patch+json");
}

function isPolicy(layer: Layer): layer is `casemate-${string}` {
  return layer.startsWith("casemate-");
}
