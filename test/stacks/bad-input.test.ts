import { expect } from "chai";
import { InputError } from "../../components/index.ts";
import { fixToday } from "../../components/shared/clock.ts";
import { expectGolden } from "../golden.ts";
import { type BadInput, badInputs } from "./bad-input.ts";
import { config, runProgram, tenantFiles } from "./program.ts";

describe("bad input", () => {
  const today = "2026-11-21";
  const answers: string[] = [];

  before(() => fixToday(today));
  after(() => fixToday(undefined));

  it("isn't in the config that the cases change", async () => {
    const { resources } = await runProgram(config, tenantFiles);
    expect(resources.map(({ type }) => type)).to.include("casemate:workload:WorkloadNamespace");
  });

  for (const input of badInputs) {
    it(`is refused before any resource is registered: ${input.what}`, async () => {
      answers.push(`# ${input.what}\n${await refusal(input)}\n`);
    });
  }

  it("has the errors of the golden file: path, received value, allowed values, and fix", () => {
    expect(answers).to.have.length(badInputs.length);
    expectGolden("bad-input.txt", answers.join("\n"));
  });
});

/** The program's error for bad input. Throws if the program accepts it, registers a resource, or fails differently. */
async function refusal({ config, files, secretKeys = [] }: BadInput): Promise<string> {
  const registered: string[] = [];
  const outputs = (type: string) => {
    registered.push(type);
    return {};
  };
  const error = await runProgram(config, files, { secretKeys, outputs }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.an.instanceof(InputError);
  expect(registered).to.deep.equal([]);
  return (error as InputError).message.replaceAll("2026-11-21", "<today>");
}
