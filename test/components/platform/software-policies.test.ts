import { deepEqual, ok } from "node:assert/strict";
import { catalogue } from "../../../components/platform/software/index.ts";

/**
 * Reading lists has no resource level in AWS: only reading actions may have all resources. Writing metrics has none either
 * (Service Authorization Reference, Amazon CloudWatch), but a condition for the namespace of the metrics.
 */
const reading = /^([a-z0-9-]+:(Describe|List|Get)[A-Za-z]*|cloudwatch:PutMetricData)$/;

describe("the AWS rights of platform software", () => {
  for (const { id, workloads, options = {} } of Object.values(catalogue)) {
    // ARNs that the user gives.
    const givenArns = Object.entries(options).flatMap(([name, { pattern = "" }]) =>
      pattern.startsWith("arn:") ? [`{option.${name}}`] : [],
    );
    for (const [workload, { aws }] of Object.entries(workloads)) {
      const policy = aws?.policy;
      if (policy === undefined) {
        continue;
      }
      const { Statement: statements } = policy;

      it(`${id}, ${workload}: each action by its full name`, () => {
        const actions = statements.flatMap(({ Action }) => Action);
        deepEqual(
          actions.filter((action) => !/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/.test(action)),
          [],
        );
      });

      it(`${id}, ${workload}: all resources only for reading`, () => {
        const wide = statements
          .filter(({ Resource }) => [Resource].flat().includes("*"))
          .flatMap(({ Action }) => Action);
        deepEqual(
          wide.filter((action) => !reading.test(action)),
          [],
        );
      });

      it(`${id}, ${workload}: resources of this account, or of none`, () => {
        const foreign = statements
          .flatMap(({ Resource }) => [Resource].flat())
          .filter(
            (arn) =>
              arn !== "*" &&
              !givenArns.includes(arn) &&
              !/^arn:\{partition\}:[a-z0-9-]+:(\{region\})?:(\{account\})?:/.test(arn),
          );
        deepEqual(foreign, []);
      });

      it(`${id}, ${workload}: statement ids that AWS takes, each once`, () => {
        const ids = statements.map(({ Sid }) => Sid);
        ok(ids.every((sid) => /^[A-Za-z0-9]+$/.test(sid)));
        deepEqual(ids, [...new Set(ids)]);
      });

      it(`${id}, ${workload}: a policy that fits into a role's inline policies`, () => {
        // IAM's limit of all inline policies of a role is 10,240 characters without whitespace. Account and names
        // replace placeholders of about their length.
        ok(JSON.stringify(policy).length < 9500, String(JSON.stringify(policy).length));
      });
    }
  }
});
