import { expect } from "chai";
import { awsPolicyProblems } from "../../../components/namespace/aws-policy.ts";
import { judgePlatform } from "../../../components/platform/check-platform-namespace.ts";
import { annotationsOf } from "../../../components/platform/namespace-marks.ts";
import { fillPolicy, fillValues } from "../../../components/platform/software/entry-placeholders.ts";
import { catalogue } from "../../../components/platform/software/index.ts";
import type { SoftwareEntry } from "../../../components/platform/software/software-entry.ts";
import { catalogue as fixtures } from "./fixtures.ts";

const cluster = { vpcCidr: "10.64.0.0/16", serviceCidr: "172.20.0.0/16", egress: "none" } as const;
const places = { partition: "aws", region: "eu-central-1", account: "111122223333", cluster: "prod" };

/** A value for each option: its example. */
function exampleOptions({ options = {} }: SoftwareEntry): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { kind, example }]) => [name, kind === "list" ? [example] : example]),
  );
}

/** Every entry can be used as it is, with its examples as options. */
describe("every entry of the catalogue", () => {
  for (const [key, entry] of Object.entries({ ...fixtures, ...catalogue })) {
    describe(key, () => {
      const { problems, checked } = judgePlatform(
        { software: key, options: exampleOptions(entry) },
        cluster,
        { [key]: entry },
      );

      it("has its id as the key, and facts that agree", () => {
        expect(entry.id).to.equal(key);
        expect(problems).to.deep.equal([]);
      });

      it("has values for all placeholders, and narrow IAM policies", () => {
        const values = { ...checked?.software.values, ...places };
        for (const { aws } of Object.values(entry.workloads)) {
          expect(
            aws?.policy === undefined ? [] : awsPolicyProblems(fillPolicy(aws.policy, values)),
          ).to.deep.equal([]);
        }
        expect(
          entry.install.kind === "capability" ? {} : fillValues(entry.install.values ?? {}, values),
        ).to.be.an("object");
        const { software } = checked ?? {};
        expect(software && annotationsOf(software, { managers: [], hosts: [], values })).to.be.an("object");
      });

      it("opens no port without a caller", () => {
        const silent = Object.values(entry.workloads).flatMap(({ listens }) =>
          listens.filter(({ from }) => from.every((caller) => caller === "none" || caller === "kubelet")),
        );
        const opened = (checked?.traffic.policies ?? []).flatMap(({ spec }) =>
          (spec.ingress ?? []).flatMap(({ ports }) => ports.map(({ port }) => port)),
        );
        const needed = Object.values(entry.workloads).flatMap(({ listens }) =>
          listens.filter((listener) => !silent.includes(listener)).map(({ port }) => port),
        );
        expect(opened.filter((port) => !needed.includes(port))).to.deep.equal([]);
      });
    });
  }
});
