import { expect } from "chai";
import { InputError } from "../../components/index.ts";
import { fixToday } from "../../components/shared/clock.ts";
import { expectGolden } from "../golden.ts";
import { type BadInput, badInputs } from "./bad-input.ts";
import { config, runProgram, tenantFiles } from "./program.ts";

describe("bad input", () => {
  const today = "2026-11-21";
  const said: string[] = [];

  before(() => fixToday(today));
  after(() => fixToday(undefined));

  it("isn't what the cases start from", async () => {
    const { resources } = await runProgram(config, tenantFiles);
    expect(resources.map(({ type }) => type)).to.include("casemate:workload:WorkloadNamespace");
  });

  for (const input of badInputs) {
    it(`is refused before anything is registered: ${input.what}`, async () => {
      said.push(`# ${input.what}\n${await refusal(input)}\n`);
    });
  }

  it("is answered as in the golden file, each with where, what, what instead, and how", () => {
    expect(said).to.have.length(badInputs.length);
    expectGolden("bad-input.txt", said.join("\n"));
  });
});

/** What the program says to `input`. Fails if it accepts it, registers anything, or fails otherwise. */
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
