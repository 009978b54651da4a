import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Caller, Lab } from "../../../lab/lab.ts";
import { readWrites } from "../../engine/kubernetes-writes.ts";
import { succeeded, type Workspace } from "../../engine/workspace.ts";
import { podSpec, registry } from "../attempts/workloads.ts";
import { markedObjects } from "./cluster-objects.ts";
import { expectGuardsFirst } from "./guards-first.ts";
import { History } from "./history.ts";
import { createWorkspace } from "./lab-workspace.ts";
import { shop } from "./shop.ts";
import { TenantsStack } from "./tenants-stack.ts";

const pods = "/api/v1/namespaces/live-cart/pods";

/** What a developer would like to run while nothing stands in the way, by the policy that refuses it. */
const refused: Readonly<Record<string, object>> = {
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

describe("a tenant's developer who can't wait, during the first update of a cluster", function () {
  this.timeout(300_000);
  let workspace: Workspace;
  let lab: Lab;
  let history: History;
  /** The marked objects of the cluster when the first pod was let in. */
  let stood: string[] | undefined;
  const slipped: string[] = [];

  before(async function () {
    ({ workspace, lab } = await createWorkspace(this));
    history = await History.start(lab);
    const stack = await TenantsStack.create(workspace, lab, "live", shop("live"));
    const developer = await lab.as({ person: "dana", groups: ["cart-dev"] });
    const isOver = new AbortController();
    const probes = [
      repeat(isOver.signal, 100, async () => {
        if (stood === undefined && (await isLetIn(developer, pods, podOf()))) {
          stood = (await markedObjects(lab, "live")).map(({ key }) => key);
        }
      }),
      ...Object.entries(refused).map(([policy, pod]) =>
        repeat(isOver.signal, 20, async () => {
          if (await isLetIn(developer, `${pods}?dryRun=All`, pod)) {
            slipped.push(policy);
          }
        }),
      ),
    ];
    const run = await stack.up();
    await sleep(2000);
    isOver.abort();
    await Promise.all(probes);
    succeeded(run);
  });
  after(async () => {
    history?.stop();
    await workspace?.dispose();
  });

  it("found default-deny, quota, limits and every policy in place when the first pod was let in", async () => {
    const all = (await markedObjects(lab, "live")).map(({ key }) => key);
    const needed = all.filter((key) =>
      /^ValidatingAdmissionPolicy|^(NetworkPolicy|ResourceQuota|LimitRange|ServiceAccount) live-cart\//.test(
        key,
      ),
    );
    expect(needed).to.include.members([
      "NetworkPolicy live-cart/default-deny",
      "ResourceQuota live-cart/quota",
    ]);
    expect(stood ?? []).to.include.members(needed);
  });

  it("got nothing in that a policy refuses", () => {
    expect(slipped).to.deep.equal([]);
  });

  it("saw policies made before namespaces, and rights given last", () => {
    expectGuardsFirst(history.appearances);
  });

  it("left the same order in the audit log, with time for the policies to come in force", () => {
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

async function isLetIn(caller: Caller, path: string, pod: object): Promise<boolean> {
  const { status } = await caller.request("POST", path, pod);
  return status === 201;
}

async function repeat(signal: AbortSignal, milliseconds: number, action: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await action();
    await sleep(milliseconds);
  }
}
