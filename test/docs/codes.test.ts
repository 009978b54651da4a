import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { codeProblems, proseProblems } from "./code-problems.ts";

const root = join(import.meta.dirname, "../..");

/** Generated from the catalogue, goldens, and tests of unknown codes. */
const excluded =
  /^(docs\/reference|test\/golden|controls|node_modules)\/|^test\/(docs\/codes|controls\/ids)\.test\.ts$/;

const isComment = (line: string) => /^\s*(\/\*|\*|\/\/)/.test(line);

describe("codes of requirements and controls in comments, docs and titles", () => {
  it("exist, and are written in the one text form", () => {
    const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.md"], {
      cwd: root,
    })
      .toString()
      .split("\n")
      .filter((file) => file !== "" && !excluded.test(file));
    expect(files).to.have.length.above(400);
    expect(files.flatMap(problemsIn)).to.deep.equal([]);
  });

  it("are found where they don't exist", () => {
    expect(
      proseProblems("Serves A14, K9 and CIS EKS 5.4.1, 9.9.9; NSA-NET-99, FSBP EKS.77."),
    ).to.have.members([
      "unknown: A14",
      "unknown: K9",
      "unknown: 9.9.9",
      "unknown: NSA-NET-99",
      "unknown: EKS.77",
    ]);
    expect(
      proseProblems("MITRE T1499 and T9999, STIG V-000000, OWASP K11:2025, PSS baseline/none"),
    ).to.have.members(["unknown: T9999", "unknown: V-000000", "unknown: K11:2025", "unknown: baseline/none"]);
    expect(codeProblems(`it("refuses what A14 and NSA-NET-99 and CIS EKS 9.9.9 ask")`)).to.have.members([
      "unknown: A14",
      "unknown: NSA-NET-99",
      "unknown: 9.9.9",
    ]);
  });

  it("are found in prose where the framework's name is missing", () => {
    expect(proseProblems("Follows CIS 5.4.2, T1499 and EKS.1.")).to.have.members([
      "not in its text form: CIS 5.4.2",
      "not in its text form: T1499",
      "not in its text form: EKS.1",
    ]);
  });

  it("may be several of a framework, and other words may look like them", () => {
    expect(proseProblems("A5 and A10; CIS EKS 4.1.5, 4.1.6; MITRE T1499, T1562.001.")).to.deep.equal([]);
    expect(proseProblems("AL2023, IPv4, 10.64.0.0/16, EC2, V1R6, casemate-b4")).to.deep.equal([]);
  });
});

function problemsIn(file: string): string[] {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const problems = file.endsWith(".md") || isComment(line) ? proseProblems(line) : codeProblems(line);
    return problems.map((problem) => `${file}:${index + 1}: ${problem}`);
  });
}
