import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Lab } from "../../../lab/lab.ts";
import { objectAt } from "../../../plan/json.ts";
import { readWrites } from "../../engine/kubernetes-writes.ts";
import { succeeded, usesKubernetes, type Workspace } from "../../engine/workspace.ts";
import { waitUntil } from "../support/wait-until.ts";
import { podSpec, registry } from "../support/workloads.ts";
import { markedObjects } from "./cluster-objects.ts";
import { expectGuardsFirst } from "./guards-first.ts";
import { History } from "./history.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { shop } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

const pods = "/api/v1/namespaces/live-cart/pods";

/** Pods that a developer tries to run before the guards exist, by the policy that refuses them. */
const refusedPods: Readonly<Record<string, object>> = {
  images: podOf((_, container) => {
    container.image = `${registry}/shop/web:latest`;
  }),
  placement: podOf((spec) => {
    spec.nodeName = "ip-10-64-0-10.eu-central-1.compute.internal";
  }),
  "service-accounts": podOf((spec) => {
    spec.serviceAccountName = "default";
  }),
};

describe("a tenant's developer who creates pods during the first update of a cluster", function () {
  this.timeout(600_000);
  usesKubernetes(this);
  let workspace: Workspace;
  let lab: Lab;
  let history: History;
  /** The revision of the database when the first pod was admitted. */
  let firstAdmission: number | undefined;
  const admittedPods: string[] = [];

  before(async function () {
    ({ workspace, lab } = await createWorkspace(this));
    history = await History.start(lab);
    const stack = await TenantsStack.create(workspace, lab, "live", shop("live"));
    const developer = await lab.as({ person: "dana", groups: ["cart-dev"] });
    const isOver = new AbortController();
    const probes = [
      repeat(isOver.signal, 100, async () => {
        if (firstAdmission === undefined) {
          const { status, body } = await developer.request("POST", pods, podOf());
          firstAdmission =
            status === 201 ? Number(objectAt(objectAt(body)["metadata"])["resourceVersion"]) : undefined;
        }
      }),
      ...Object.entries(refusedPods).map(([policy, pod]) =>
        repeat(isOver.signal, 20, async () => {
          if ((await developer.request("POST", `${pods}?dryRun=All`, pod)).status === 201) {
            admittedPods.push(policy);
          }
        }),
      ),
    ];
    try {
      succeeded(await stack.up());
      await waitUntil(
        "the developer's pod is admitted",
        async () => firstAdmission,
        (revision) => revision !== undefined,
      );
    } finally {
      isOver.abort();
      await Promise.all(probes);
    }
    await history.untilSeen(await markedObjects(lab, "live"));
  });
  after(async () => {
    history?.stop();
    await workspace?.dispose();
  });

  it("found default-deny, quota, limits and every policy in place when the first pod was admitted", () => {
    const guards = history.appearances.filter(({ key }) =>
      /^ValidatingAdmissionPolicy|^(NetworkPolicy|ResourceQuota|LimitRange|ServiceAccount) live-cart\//.test(
        key,
      ),
    );
    expect(guards.map(({ key }) => key)).to.include.members([
      "NetworkPolicy live-cart/default-deny",
      "ResourceQuota live-cart/quota",
    ]);
    const lateGuards = guards.filter(({ revision }) => revision > (firstAdmission ?? 0));
    expect(lateGuards.map(({ key }) => key)).to.deep.equal([]);
  });

  it("got no pod admitted that a policy refuses", () => {
    expect(admittedPods).to.deep.equal([]);
  });

  it("saw policies created before namespaces, and rights granted last", () => {
    expectGuardsFirst(history.appearances);
  });

  it("left the same order in the audit log, with time for the policies to take effect", () => {
    const writes = readWrites(lab.auditLog);
    const times = (resource: string, namespace: string) =>
      writes
        .filter((write) => write.resource === resource && write.namespace === namespace)
        .map(({ at }) => at);
    const lastPolicy = Math.max(...times("validatingadmissionpolicybindings", ""));
    for (const { name } of shop("live")) {
      expect(times("namespaces", name)[0], name).to.be.above(lastPolicy + 3000);
      const guards = ["networkpolicies", "resourcequotas", "limitranges"].flatMap((resource) => {
        expect(times(resource, name), `${resource} of ${name}`).to.not.be.empty;
        return times(resource, name);
      });
      for (const binding of times("rolebindings", name)) {
        expect(binding, `rights in ${name}`).to.be.above(Math.max(...guards));
      }
    }
    expect(times("rolebindings", "live-cart")).to.have.length(3);
  });
});

function podOf(change?: Parameters<typeof podSpec>[1]): object {
  const spec = podSpec("cart", (base, container) => {
    base.serviceAccountName = "api";
    change?.(base, container);
  });
  return { apiVersion: "v1", kind: "Pod", metadata: { generateName: "probe-" }, spec };
}

async function repeat(signal: AbortSignal, milliseconds: number, action: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await action();
    await sleep(milliseconds);
  }
}
