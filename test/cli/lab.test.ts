import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { removeTemporaryProjects, temporaryProject } from "../plan/temporary-project.ts";
import { casemate, type Run } from "./run.ts";

describe("casemate lab, where there is none", function () {
  this.timeout(60_000);
  let runtime: string;
  let project: string;

  before(() => {
    project = temporaryProject({ "index.ts": "export default () => {};\n" });
  });

  beforeEach(() => {
    runtime = mkdtempSync(join(realpathSync(tmpdir()), "lab-usage-"));
  });

  afterEach(() => {
    rmSync(runtime, { recursive: true, force: true });
  });

  after(removeTemporaryProjects);

  function lab(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
    return casemate(project, ["lab", ...args], { XDG_RUNTIME_DIR: runtime, ...env });
  }

  function expectRefusal({ code, stdout, stderr }: Run, message: string): void {
    expect(stderr).to.include(message);
    expect(stderr).to.not.match(/^ +at /m);
    expect(stdout).to.equal("");
    expect(code).to.equal(2);
  }

  const refused: readonly [title: string, args: string[], message: string][] = [
    ["a version that it doesn't have", ["up", "--kubernetes", "1.30"], "Allowed choices are 1.36, 1.35"],
    ["a name that is a path", ["up", "--name", "../x"], 'Received "../x"; allowed: up to 32 lower-case'],
    ["no name", ["down", "--name", ""], 'Received ""; allowed: up to 32 lower-case'],
    ["to end what doesn't run", ["down"], "--name: received default; no lab is running"],
    ["a shell as nobody", ["shell"], "required option '--as <who>' not specified"],
    ["a shell where nothing runs", ["shell", "--as", "platform"], "no lab of the name default is running"],
    ["tenants that aren't there", ["up", "--tenants", "/nowhere"], "--tenants: received /nowhere"],
    [
      "a stack without a file",
      ["up", "--stack", "test"],
      '--stack: received "test"; allowed: a stack of shop',
    ],
  ];
  for (const [title, args, message] of refused) {
    it(`refuses ${title}`, () => {
      expectRefusal(lab(args), message);
    });
  }

  it("says that no lab runs", () => {
    const stdout = "No lab is running. Start one: casemate lab up\n";
    expect(lab(["status"])).to.deep.equal({ code: 0, stdout, stderr: "" });
  });

  it("says what to do where Go is missing", () => {
    expectRefusal(
      lab(["up"], { PATH: runtime }),
      "found no `go` on the PATH. Install it from https://go.dev/dl/",
    );
  });

  it("says what to do where Go is too old and may not fetch a newer one", () => {
    const go = join(runtime, "go");
    const said = "go: go.mod requires go >= 1.26.0 (running go 1.22.4; GOTOOLCHAIN=local)";
    writeFileSync(go, `#!/bin/sh\necho '${said}' >&2\nexit 1\n`);
    chmodSync(go, 0o755);
    expectRefusal(
      lab(["up"], { PATH: [runtime, process.env["PATH"]].join(delimiter) }),
      "the lab needs Go 1.26.0 or later; found Go 1.22.4, which may not fetch a newer one (GOTOOLCHAIN=local)",
    );
  });

  const folder = () => join(runtime, `casemate-lab-${userInfo().uid}`);
  const taken: readonly [title: string, make: () => void][] = [
    ["that others may enter", () => mkdirSync(folder(), { mode: 0o755 })],
    ["that is a link", () => symlinkSync(runtime, folder())],
    ["that is a file", () => writeFileSync(folder(), "")],
  ];
  for (const [title, make] of taken) {
    it(`keeps no labs in a folder ${title}`, () => {
      make();
      expectRefusal(lab(["status"]), "must be a directory of yours that nobody else may enter (mode 0700)");
    });
  }
});
