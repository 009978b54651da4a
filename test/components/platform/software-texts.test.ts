import { expect } from "chai";
import { catalogue } from "../../../components/platform/software/index.ts";
import type {
  SoftwareAws,
  SoftwareEntry,
  SoftwareStatement,
} from "../../../components/platform/software/software-entry.ts";

const placeholders = ["{partition}", "{region}", "{account}", "{cluster}"];

/** The endpoint of a service's API, if it isn't the prefix of its actions. Undefined if no endpoint exists. */
const endpointNames: Readonly<Record<string, string | undefined>> = {
  acm: undefined,
  cloudwatch: "monitoring",
  codeconnections: undefined,
  // Other services call KMS, with the rights of the caller.
  kms: undefined,
  guardduty: "guardduty-data",
  iam: undefined,
  pricing: undefined,
};

for (const entry of Object.values(catalogue)) {
  describe(`the texts of ${entry.id}`, () => {
    it("have only known placeholders, and use each option", () => {
      const used = new Set([...JSON.stringify(entry).matchAll(/\{[a-z][A-Za-z.]*\}/g)].map(([text]) => text));
      const options = Object.keys(entry.options ?? {});
      const known = [...placeholders, ...options.map((name) => `{option.${name}}`)];
      expect([...used].filter((text) => !known.includes(text))).to.deep.equal([]);
      const needed = awsOf(entry).flatMap(({ optionEndpoints }) => Object.keys(optionEndpoints ?? {}));
      expect(needed.filter((name) => !options.includes(name))).to.deep.equal([]);
      expect(
        options.filter((name) => !used.has(`{option.${name}}`) && !needed.includes(name)),
        "options without a use",
      ).to.deep.equal([]);
    });

    it("have examples and defaults that their own options allow", () => {
      for (const [name, option] of Object.entries(entry.options ?? {})) {
        const pattern = new RegExp(`^(?:${option.pattern ?? "\\S+"})$`);
        for (const text of [option.example, option.default ?? []].flat()) {
          expect(text.replaceAll(/\{[a-z]+\}/g, "x"), name).to.match(pattern);
        }
        expect(Array.isArray(option.default), name).to.equal(
          option.kind === "list" && option.default !== undefined,
        );
        const isInPolicy = JSON.stringify(statementsOf(entry)).includes(`{option.${name}}`);
        expect(isInPolicy && pattern.test("*"), `${name} allows everything`).to.equal(false);
      }
    });

    it("allow named actions on named resources", () => {
      for (const statement of statementsOf(entry)) {
        expect(
          statement.Action.filter((action) => /[*?]/.test(action)),
          statement.Sid,
        ).to.deep.equal([]);
        const resources = [statement.Resource].flat();
        const isReading = statement.Action.every((action) => /:(?:Describe|Get|List)/.test(action));
        if (resources.includes("*") && !isReading) {
          expect(statement.Condition, `${statement.Sid} is for all resources`).not.to.equal(undefined);
        }
      }
    });

    it("have the endpoint of each service that a policy names", () => {
      for (const { policy, actions = [], endpoints, optionEndpoints } of awsOf(entry)) {
        const all = [...endpoints, ...Object.values(optionEndpoints ?? {}).flat()];
        const wanted = (policy?.Statement ?? [])
          .filter(({ Effect }) => Effect === "Allow")
          .flatMap(({ Action }) => Action)
          .concat(actions)
          .map((action) => action.split(":")[0] ?? "")
          .flatMap((prefix) => (prefix in endpointNames ? (endpointNames[prefix] ?? []) : prefix));
        expect(wanted.filter((name) => !all.includes(name))).to.deep.equal([]);
      }
    });

    it("give one role to an account", () => {
      const accounts = Object.values(entry.workloads)
        .filter(({ aws }) => aws?.policy !== undefined)
        .map(({ serviceAccount }) => serviceAccount);
      expect(accounts).to.deep.equal([...new Set(accounts)]);
    });
  });
}

function awsOf({ workloads }: SoftwareEntry): SoftwareAws[] {
  return Object.values(workloads).flatMap(({ aws }) => aws ?? []);
}

function statementsOf(entry: SoftwareEntry): readonly SoftwareStatement[] {
  const ofCapability =
    entry.install.kind === "capability" ? (entry.install.role?.policy.Statement ?? []) : [];
  return [...awsOf(entry).flatMap(({ policy }) => policy?.Statement ?? []), ...ofCapability];
}
