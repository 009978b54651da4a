import { expect } from "chai";
import { type Caller, platform } from "../../../lab/lab.ts";
import { objectAt, stringAt } from "../../../plan/json.ts";
import type { ControllerFacts } from "../../components/platform/facts/manifest-facts.ts";
import { type PodLevel, podLevel } from "../../components/platform/facts/pod-level.ts";
import { lab } from "../suite.ts";
import { layerOf } from "../support/layers.ts";
import { type LabSoftware, labSoftware, podObject } from "../support/software-scene.ts";

const levels: readonly PodLevel[] = ["restricted", "baseline", "privileged"];
const account = "levels";

/**
 * The API server's own verdict on each pod of the catalogue, in a namespace of each Pod Security level.
 */
describe("Pod Security levels of the catalogue's software", () => {
  let caller: Caller;

  before(async () => {
    caller = await lab().as(platform);
    for (const level of levels) {
      await create("/api/v1/namespaces", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: nameOf(level), labels: { "pod-security.kubernetes.io/enforce": level } },
      });
      await create(`/api/v1/namespaces/${nameOf(level)}/serviceaccounts`, {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: account },
      });
    }
  });

  after(async () => {
    for (const level of levels) {
      await caller.request("DELETE", `/api/v1/namespaces/${nameOf(level)}`);
    }
  });

  for (const { entry, controllers } of labSoftware) {
    it(`${entry.id} has the strictest level that its pods meet`, async () => {
      const met = await Promise.all(controllers.map((controller) => strictestMet(controller)));
      expect(met).to.deep.equal(controllers.map(({ pod }) => podLevel(pod)));
      expect(levels[Math.max(...met.map((level) => levels.indexOf(level)))]).to.equal(
        entry.podSecurity.level,
      );
    });
  }

  /**
   * The first level that Pod Security admits the pod in. A refusal by a policy is none by Pod Security, which the API server
   * asks before.
   */
  async function strictestMet(controller: ControllerFacts): Promise<PodLevel> {
    for (const level of levels) {
      if (await isAdmitted(controller, level)) {
        return level;
      }
    }
    throw new Error(`no level admits a pod of ${controller.name}`);
  }

  async function isAdmitted(controller: LabSoftware["controllers"][number], level: PodLevel) {
    const path = `/api/v1/namespaces/${nameOf(level)}/pods?dryRun=All`;
    const pod = objectAt(podObject(controller));
    const spec = { ...objectAt(pod["spec"]), serviceAccountName: account };
    const { status, body } = await caller.request("POST", path, { ...pod, spec });
    const message = stringAt(objectAt(body)["message"]) ?? "";
    const layer = status === 201 ? "admitted" : layerOf({ status, message });
    expect(layer, message).to.match(/^(admitted|pod-security|casemate-[a-z-]+)$/);
    return layer !== "pod-security";
  }

  async function create(path: string, object: object): Promise<void> {
    const { status, body } = await caller.request("POST", path, object);
    expect([201, 409], JSON.stringify(body)).to.include(status);
  }
});

function nameOf(level: PodLevel): string {
  return `levels-${level}`;
}
