import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { newest } from "../../../lab/build/versions.ts";
import type { Run } from "../../cli/run.ts";
import { buildKubernetesBefore } from "../support/builds.ts";
import { isOpen, leftoversOf, noLeftovers, processesOf } from "../support/leftovers.ts";
import { CommandLine, projectOf } from "./command.ts";

describe("the end of casemate lab", function () {
  this.timeout(300_000);
  buildKubernetesBefore(this, newest);
  let line: CommandLine;

  beforeEach(() => {
    line = new CommandLine();
  });

  afterEach(() => line.clear());

  /** The process ids of command lines that name the lab's directory. */
  function pidsOf(pattern: RegExp): number[] {
    return processesOf(line.labDirectory())
      .filter((each) => pattern.test(each))
      .map((each) => Number.parseInt(each, 10));
  }

  function supervisorOf({ stdout }: Run): number {
    return Number(/process (\d+)/.exec(stdout)?.[1]);
  }

  it("leaves nothing if it is interrupted while it starts", async () => {
    for (const word of ["Starting", "Applying"]) {
      const up = line.start(projectOf("carts"), "up");
      await up.waitFor(word);
      up.child.kill("SIGINT");
      expect((await up.ended).code).to.equal(130);
      expect(await leftoversOf(line.labDirectory())).to.deep.equal(noLeftovers);
    }
  });

  it('leaves nothing when its process is killed, which "down" names if it doesn\'t do its part', async () => {
    const up = line.run(projectOf("carts"), "up");
    const pid = supervisorOf(up);
    process.kill(pid, "SIGSTOP");
    const { code, stderr } = line.run("/", "down");
    expect(stderr).to.include(`the lab default doesn't end. Kill its process, ${pid}: nothing outlives it.`);
    expect(code).to.equal(1);
    process.kill(pid, "SIGKILL");
    const url = /https:\S+(?=,)/.exec(up.stdout)?.[0] ?? "";
    expect(await leftoversOf(line.labDirectory(), [url])).to.deep.equal(noLeftovers);
    expect(line.run("/", "status").stdout).to.equal("No lab is running. Start one: casemate lab up\n");
  });

  it("leaves nothing when one of its programs is killed, and names it once", async () => {
    const up = line.run(projectOf("carts"), "up");
    for (const pid of pidsOf(/leash.*server --data-dir/)) {
      process.kill(pid, "SIGKILL");
    }
    const url = /https:\S+(?=,)/.exec(up.stdout)?.[0] ?? "";
    expect(await leftoversOf(line.labDirectory(), [url])).to.deep.equal(noLeftovers);
    const noLab = "No lab is running. Start one: casemate lab up\n";
    const status = line.run("/", "status").stdout;
    expect(status).to.match(/^The lab default has ended by itself: etcd ended with SIGKILL:\n/);
    expect(status.endsWith(noLab)).to.equal(true);
    expect(line.run("/", "status").stdout).to.equal(noLab);
    expect(existsSync(dirname(line.labDirectory()))).to.equal(false);
  });

  it("names the part that ended first when one does while it starts", async () => {
    const up = line.start(projectOf("carts"), "up");
    await up.waitFor("Starting");
    let etcd: number[] = [];
    for (const deadline = Date.now() + 60_000; etcd.length === 0 && Date.now() < deadline; await sleep(50)) {
      etcd = pidsOf(/^ *\d+ \S*server --data-dir/);
    }
    for (const pid of etcd) {
      process.kill(pid, "SIGKILL");
    }
    const { code, stderr } = await up.ended;
    expect(stderr).to.match(/^casemate: etcd ended with 1:$/m);
    expect(code).to.equal(1);
    expect(await leftoversOf(line.labDirectory())).to.deep.equal(noLeftovers);
  });

  it("is reported in one line when its process is killed while objects are applied", async () => {
    const up = line.start(projectOf("carts", "payments"), "up");
    await up.waitFor("Applying");
    for (const pid of pidsOf(/leash.*server --data-dir/).map(parentOf)) {
      process.kill(pid, "SIGKILL");
    }
    const { code, stderr } = await up.ended;
    expect(stderr).to.match(/^casemate: .*(doesn't answer|has ended|ended when)/m);
    expect(stderr).to.not.match(/^ +at /m);
    expect(code).to.equal(1);
    expect(await leftoversOf(line.labDirectory())).to.deep.equal(noLeftovers);
  });

  it("also ends the command in a shell", async () => {
    const up = line.run(projectOf("carts"), "up");
    expect(await isOpen(/https:\S+(?=,)/.exec(up.stdout)?.[0] ?? "")).to.equal(true);
    for (const [signal, code] of [
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ] as const) {
      const shell = line.start("/", "shell", "--as", "platform", "--", "sh", "-c", "echo $$; exec sleep 77");
      await shell.waitFor("\n");
      shell.child.kill(signal);
      const { code: got, stdout } = await shell.ended;
      expect(got).to.equal(code);
      expect(() => process.kill(Number(stdout), 0)).to.throw("ESRCH");
    }
  });

  const leftovers: readonly [title: string, make: () => void][] = [
    [
      "an old directory of a machine that crashed",
      () => {
        mkdirSync(line.labDirectory());
        const long = new Date(Date.now() - 3_600_000);
        utimesSync(line.labDirectory(), long, long);
      },
    ],
    ["a file instead of the directory", () => writeFileSync(line.labDirectory(), "")],
  ];
  for (const [title, make] of leftovers) {
    it(`removes ${title}`, () => {
      mkdirSync(dirname(line.labDirectory()), { mode: 0o700 });
      make();
      expect(line.run("/", "status").stdout).to.include("No lab is running");
      expect(existsSync(dirname(line.labDirectory()))).to.equal(false);
    });
  }
});

function parentOf(pid: number): number {
  return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
}
