import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { removeTemporaryProjects, temporaryProject } from "../plan/temporary-project.ts";
import { casemate, type Run } from "./run.ts";

describe("casemate lab without a running lab", function () {
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
    return casemate(project, ["lab", ...args], { TMPDIR: runtime, ...env });
  }

  /** An environment whose `go` prints a text and exits with a code. */
  function withGo(says: string, code = 0): NodeJS.ProcessEnv {
    const go = join(runtime, "go");
    writeFileSync(go, `#!/bin/sh\ncat${code === 0 ? "" : " >&2"} <<'END'\n${says}\nEND\nexit ${code}\n`);
    chmodSync(go, 0o755);
    return { PATH: [runtime, process.env["PATH"]].join(delimiter) };
  }

  function expectRefusal({ code, stdout, stderr }: Run, message: string): void {
    expect(stderr).to.include(message);
    expect(stderr).to.not.match(/^ +at /m);
    expect(stdout).to.equal("");
    expect(code).to.equal(2);
  }

  const badArguments: readonly [title: string, args: string[], message: string][] = [
    ["a version that it doesn't have", ["up", "--kubernetes", "1.30"], "Allowed choices are 1.36, 1.35"],
    ["a name that is a path", ["up", "--name", "../x"], 'Received "../x"; allowed: up to 32 lower-case'],
    ["an empty name", ["down", "--name", ""], 'Received ""; allowed: up to 32 lower-case'],
    ["to end a lab that doesn't run", ["down"], "--name: received default; no lab is running"],
    ["a shell without --as", ["shell"], "required option '--as <who>' not specified"],
    ["a shell without a running lab", ["shell", "--as", "platform"], "no lab of the name default is running"],
    ["a tenants folder that doesn't exist", ["up", "--tenants", "/nowhere"], "--tenants: received /nowhere"],
    [
      "a stack without a config file",
      ["up", "--stack", "test"],
      '--stack: received "test"; allowed: a stack of shop',
    ],
    ["a command that it doesn't have", ["dwon"], "lab: received dwon; allowed: up, down, status, shell."],
    ["one argument too many", ["up", "dev"], "too many arguments for 'up'"],
  ];
  for (const [title, args, message] of badArguments) {
    it(`refuses ${title}`, () => {
      expectRefusal(lab(args), message);
    });
  }

  it("reports that no lab is running", () => {
    const stdout = "No lab is running. Start one: casemate lab up\n";
    expect(lab(["status"])).to.deep.equal({ code: 0, stdout, stderr: "" });
    expect(readdirSync(runtime)).to.deep.equal([]);
  });

  it("says what to do if Go is missing", () => {
    expectRefusal(
      lab(["up"], { PATH: runtime }),
      "found no `go` on the PATH. Install it from https://go.dev/dl/",
    );
  });

  const tooOld: readonly [title: string, says: string, code: number, message: string][] = [
    [
      "is too old and mustn't download a newer one",
      "go: go.mod requires go >= 1.26.0 (running go 1.22.4; GOTOOLCHAIN=local)",
      1,
      "the lab needs Go 1.26.0 or later; found Go 1.22.4, which may not fetch a newer one (GOTOOLCHAIN=local)",
    ],
    [
      "is too old to download a newer one",
      "go1.19.8",
      0,
      "the lab needs Go 1.26.0 or later; found go1.19.8, and Go fetches a newer one only since 1.21.",
    ],
    [
      "is too old to read the lab's go.mod",
      "go: errors parsing go.mod: go.mod:3: invalid go version '1.26.0': must match format 1.23",
      1,
      "the lab needs Go 1.26.0 or later; found one before 1.21, and Go fetches a newer one only since 1.21.",
    ],
  ];
  for (const [title, says, code, message] of tooOld) {
    it(`says what to do if Go ${title}`, () => {
      expectRefusal(lab(["up"], withGo(says, code)), message);
    });
  }

  const places: readonly [title: string, args: string[], env: NodeJS.ProcessEnv, message: string][] = [
    [
      "a temporary folder that doesn't exist",
      ["status"],
      { TMPDIR: "/nowhere" },
      "lstat '/nowhere'. TMPDIR says where",
    ],
    [
      "a relative path to the cache",
      ["up"],
      { XDG_CACHE_HOME: "cache" },
      "XDG_CACHE_HOME: received cache; allowed: an absolute path.",
    ],
    [
      "a cache below a file",
      ["up"],
      { XDG_CACHE_HOME: "/dev/null" },
      "the cache can't be used: ENOTDIR: not a directory, mkdir '/dev/null/casemate/lab'. XDG_CACHE_HOME says",
    ],
  ];
  for (const [title, args, env, message] of places) {
    it(`refuses ${title}`, () => {
      expectRefusal(lab(args, { ...withGo("go1.26.0\nlinux\namd64"), ...env }), message);
    });
  }

  const folder = () => join(runtime, `casemate-lab-${userInfo().uid}`);
  const unsafeFolders: readonly [title: string, create: () => void][] = [
    ["that other users can enter", () => mkdirSync(folder(), { mode: 0o755 })],
    ["that is a link", () => symlinkSync(runtime, folder())],
    ["that is a file", () => writeFileSync(folder(), "")],
  ];
  for (const [title, create] of unsafeFolders) {
    it(`refuses to keep labs in a folder ${title}`, () => {
      create();
      expectRefusal(lab(["status"]), "must be your directory, which nobody else can enter (mode 0700)");
    });
  }
});
