import { expect } from "chai";
import { objectAt } from "../../plan/json.ts";
import { callerOf } from "./support/callers.ts";
import { type Collection, collectionsOf } from "./support/collections.ts";
import {
  allPolicies,
  createTimedPolicies,
  removeTimedPolicies,
  secondsSpent,
  sendTimed,
  type TimedKind,
} from "./support/timed-policies.ts";

/**
 * A tenant can send objects with very long lists. A dry run costs no quota, so the time of the policies must not grow
 * faster than the object. The test makes every list and map of every kind long that a policy names. It takes the lists
 * from the API server's schemas, and the kinds from the policies.
 *
 * Requirements: D4. Controls: MITRE T1499.
 */

/** The time of one policy's own expressions, for an object of the API server's size limit. */
const mostSeconds = 0.1;
/** All policies together, with conditions, messages, and the server's own conversions of the object for each. */
const mostOfAll = (entries: number) => 0.5 + entries / 15_000;
/** Kubernetes takes 256 KiB of annotations: k8s.io/apimachinery, `TotalAnnotationSizeLimitB`. */
const atLimit = 60_000;
const long = 10_000;

/** The pod template of any kind. All policies for templates find it by one expression, so one kind stands for all. */
const template = /^(spec\.|spec\.jobTemplate\.spec\.)?template\./;
const kindWithTemplate = "Deployment";

describe("the time of admission policies", function () {
  this.timeout(1_200_000);
  let kinds: readonly TimedKind[] = [];
  /** What the server had spent when the last request ended. */
  let spentBefore: ReadonlyMap<string, number> = new Map();

  before(async () => {
    kinds = await createTimedPolicies();
    spentBefore = await secondsSpent();
  });

  after(removeTimedPolicies);

  it("doesn't depend on the length of any list or map", async () => {
    const slow: string[] = [];
    let measured = 0;
    for (const kind of kinds) {
      for (const collection of await collectionsToMeasure(kind)) {
        const problem = await problemOf(kind, collection, long);
        slow.push(...(problem === undefined ? [] : [problem]));
        measured++;
      }
    }
    console.log(`      ${measured} lists and maps of ${kinds.length} kinds, each with ${long} entries`);
    expect(slow).to.deep.equal([]);
    expect(measured).to.be.greaterThan(400);
  });

  it("is short for as many annotations as Kubernetes takes", async () => {
    const slow: string[] = [];
    for (const kind of kinds) {
      for (const collection of await collections(kind)) {
        if (/(^|template\.)metadata\.annotations$/.test(collection.path)) {
          const problem = await problemOf(kind, collection, atLimit);
          slow.push(...(problem === undefined ? [] : [problem]));
        }
      }
    }
    expect(slow).to.deep.equal([]);
  });

  /** Other programs can only make a request slower. So it is sent again, up to four times, until it is fast enough. */
  async function problemOf(
    kind: TimedKind,
    collection: Collection,
    entries: number,
  ): Promise<string | undefined> {
    const object = collection.grown(entries);
    let slow: readonly string[] = [];
    for (let time = 0; time < 4; time++) {
      const { status, body } = await sendTimed(kind, object);
      // 504: the server's own time limit. On a busy machine, it says nothing about the policies.
      expect(status, JSON.stringify(body).slice(0, 1000)).to.be.oneOf([200, 201, 403, 422, 504]);
      const spent = await secondsSpent();
      const seconds = [...spent].map(([name, sum]) => ({ name, its: sum - (spentBefore.get(name) ?? 0) }));
      spentBefore = spent;
      slow = seconds
        .filter(({ name, its }) => its > (name === allPolicies ? mostOfAll(entries) : mostSeconds))
        .map(({ name, its }) => `${name} ${(its * 1000).toFixed(0)} ms`)
        .concat(status === 504 ? ["no answer"] : []);
      if (slow.length === 0) {
        return undefined;
      }
    }
    return `${kind.kind} ${collection.path}, ${entries} entries: ${slow.join(", ")}`;
  }
});

async function collections({ schema, apiVersion, kind }: TimedKind): Promise<Collection[]> {
  const platform = await callerOf("platform");
  const { body } = await platform.request("GET", schema);
  return collectionsOf(objectAt(body), apiVersion, kind);
}

async function collectionsToMeasure(kind: TimedKind): Promise<Collection[]> {
  const all = await collections(kind);
  return all.filter(({ path }) => kind.kind === kindWithTemplate || !template.test(path));
}
