import { expect } from "chai";
import { objectAt } from "../../plan/json.ts";
import { identityOf, userNameOf } from "./support/actors.ts";
import { attempts } from "./support/all-attempts.ts";
import type { Attempt } from "./support/attempt.ts";
import { auditEvents, differences } from "./support/audit-events.ts";
import { layersOf } from "./support/layers.ts";
import { printCounts } from "./support/outcome-counts.ts";
import { describeOutcome, type Outcome, perform } from "./support/perform.ts";
import { titleOf } from "./support/title.ts";
import { unlogged } from "./support/unlogged.ts";

/** The outcome of each attempt, by its title. */
const outcomes = new Map<string, Outcome>();

describe("attempts", () => {
  for (const attempt of attempts) {
    const verdict =
      attempt.hole === undefined ? `is ${attempt.expect}` : "succeeds, which docs/known-holes.md names";
    it(`${titleOf(attempt)}: ${verdict}`, async () => {
      const outcome = await perform(attempt);
      outcomes.set(titleOf(attempt), outcome);
      check(attempt, outcome);
    });
  }

  after(() => printCounts(attempts, outcomes));
});

describe("the audit log", () => {
  it("names the user and the request of every refused attempt", () => {
    const events = auditEvents();
    const problems = attempts.flatMap((attempt) => {
      const outcome = outcomes.get(titleOf(attempt));
      if (outcome === undefined || outcome.verdict !== "refused" || isUnlogged(attempt)) {
        return [];
      }
      return problemsOf(attempt, outcome, events).map((problem) => `${titleOf(attempt)}: ${problem}`);
    });
    expect(problems).to.deep.equal([]);
    expect(outcomes.size, "attempts that were made").to.equal(attempts.length);
  });

  it("has no events of the requests that EKS doesn't log", () => {
    const events = auditEvents();
    const logged = attempts.filter((attempt) => {
      const outcome = outcomes.get(titleOf(attempt));
      return isUnlogged(attempt) && outcome !== undefined && events.has(outcome.last.auditId);
    });
    expect(logged.map(titleOf)).to.deep.equal([]);
  });
});

function check(attempt: Attempt, outcome: Outcome): void {
  const description = describeOutcome(outcome);
  expect(outcome.verdict, description).to.equal(attempt.expect);
  if (attempt.expect === "refused") {
    expect(layersOf(attempt), description).to.include(outcome.last.layer);
  }
  if (attempt.saying !== undefined) {
    expect(outcome.last.message).to.match(attempt.saying);
  }
}

function problemsOf(
  attempt: Attempt,
  { last }: Outcome,
  events: ReadonlyMap<string, ReturnType<typeof objectAt>>,
): string[] {
  const event = events.get(last.auditId);
  if (event === undefined) {
    return [`no event ${last.auditId}`];
  }
  // A refused token gives the event no user, only the address of the sender.
  const user =
    last.layer === "authentication" || typeof attempt.as !== "string"
      ? objectAt(event["user"])["username"]
      : userNameOf(identityOf(attempt.as));
  const problems = differences(event, {
    user: typeof user === "string" ? user : undefined,
    request: last.request,
    status: last.status,
  });
  const policy = last.layer?.startsWith("casemate-") === true ? last.layer : undefined;
  const failure = String(
    objectAt(event["annotations"])["validation.policy.admission.k8s.io/validation_failure"],
  );
  return policy === undefined || failure.includes(`"policy":"${policy}"`)
    ? problems
    : [...problems, `no annotation that names ${policy}`];
}

function isUnlogged(attempt: Attempt): boolean {
  return unlogged.some((each) => each.attempt === titleOf(attempt));
}
