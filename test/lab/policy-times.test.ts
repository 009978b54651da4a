import { expect } from "chai";
import { objectAt } from "../../plan/json.ts";
import { callerOf } from "./support/callers.ts";
import { type Collection, collectionsOf } from "./support/collections.ts";
import {
  createTimedPolicies,
  removeTimedPolicies,
  secondsSpent,
  sendTimed,
  type TimedKind,
} from "./support/timed-policies.ts";

/**
 * A tenant can send objects with very long lists. A dry run costs no quota, so the time of the policies must not grow
 * faster than the object. The test makes every list and map of every kind long that a policy names: it takes the lists
 * from the API server's schemas, and the kinds from the policies.
 *
 * Requirements: D4. Controls: MITRE T1499.
 */

/** The time of one policy's own expressions, for an object of the API server's size limit. */
const mostSeconds = 0.1;
/** etcd takes 1.5 MiB by default: etcd, `--max-request-bytes`. An entry has at least six bytes. */
const atLimit = 250_000;
const long = 10_000;

describe("the time of admission policies", function () {
  this.timeout(900_000);
  let kinds: readonly TimedKind[] = [];

  before(async () => {
    kinds = await createTimedPolicies();
  });

  after(removeTimedPolicies);

  it("doesn't depend on the length of any list or map", async () => {
    const slow: string[] = [];
    let measured = 0;
    for (const kind of kinds) {
      for (const collection of await collections(kind)) {
        const spent = await fastest(
          kind,
          collection,
          long,
          ({ each, all }) => each < mostSeconds / 4 && all < 1,
        );
        measured++;
        slow.push(...problems(kind, collection, spent, long));
      }
    }
    console.log(`      ${measured} lists and maps of ${kinds.length} kinds, each with ${long} entries`);
    expect(slow).to.deep.equal([]);
    expect(measured).to.be.greaterThan(500);
  });

  it("is short for the longest lists that fit into a request", async () => {
    const slow: string[] = [];
    for (const kind of kinds) {
      const labels = (await collections(kind)).find(({ path }) => /(^|\.)metadata\.annotations$/.test(path));
      expect(labels, kind.kind).not.to.equal(undefined);
      const collection = labels as Collection;
      const spent = await fastest(kind, collection, atLimit, ({ each }) => each < mostSeconds);
      slow.push(...problems(kind, collection, spent, atLimit));
    }
    expect(slow).to.deep.equal([]);
  });
});

async function collections({ schema, apiVersion, kind }: TimedKind): Promise<Collection[]> {
  const platform = await callerOf("platform");
  const { body } = await platform.request("GET", schema);
  return collectionsOf(objectAt(body), apiVersion, kind);
}

interface Spent {
  /** Of the slowest policy's validations. */
  readonly each: number;
  /** Of all policies, with conditions, messages and conversions of the object. */
  readonly all: number;
  readonly slowest: string;
}

/** Other programs can only make a request slower. So it is sent again, up to four times, until it is fast enough. */
async function fastest(
  kind: TimedKind,
  collection: Collection,
  entries: number,
  isFast: (spent: Spent) => boolean,
): Promise<Spent> {
  const object = collection.grown(entries);
  let best: Spent | undefined;
  for (let time = 0; time < 4 && (best === undefined || !isFast(best)); time++) {
    const spent = await timeOf(kind, object);
    best = best === undefined || spent.each + spent.all < best.each + best.all ? spent : best;
  }
  return best as Spent;
}

async function timeOf(kind: TimedKind, object: ReturnType<Collection["grown"]>): Promise<Spent> {
  const before = await secondsSpent();
  const { status, body } = await sendTimed(kind, object);
  expect(status, JSON.stringify(body).slice(0, 1000)).to.be.oneOf([200, 201, 403, 422]);
  const after = await secondsSpent();
  const differences = [...after].map(([name, seconds]) => ({
    name,
    seconds: seconds - (before.get(name) ?? 0),
  }));
  const policies = differences.filter(({ name }) => name.startsWith("timing-"));
  policies.sort((a, b) => b.seconds - a.seconds);
  return {
    each: policies[0]?.seconds ?? 0,
    all: differences.find(({ name }) => name === "all policies")?.seconds ?? 0,
    slowest: policies[0]?.name ?? "none",
  };
}

function problems(kind: TimedKind, { path }: Collection, spent: Spent, entries: number): string[] {
  const { each, all, slowest } = spent;
  const milliseconds = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`;
  return each < mostSeconds && all < 1 + entries / 50_000
    ? []
    : [
        `${kind.kind} ${path}, ${entries} entries: ${slowest} ${milliseconds(each)}, all ${milliseconds(all)}`,
      ];
}
