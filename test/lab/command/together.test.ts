import { mkdirSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "chai";
import { newest } from "../../../lab/build/versions.ts";
import { buildKubernetesBefore } from "../support/builds.ts";
import { CommandLine, configMaps, projectOf } from "./command.ts";

describe("two commands for one lab", function () {
  this.timeout(300_000);
  buildKubernetesBefore(this, newest);
  let line: CommandLine;

  beforeEach(() => {
    line = new CommandLine();
  });

  afterEach(() => line.clear());

  it("don't start it twice", async () => {
    const project = projectOf("carts");
    const ups = [line.start(project, "up"), line.start(project, "up")];
    const [good, bad] = (await Promise.all(ups.map(({ ended }) => ended))).sort(
      (one, two) => Number(one.code) - Number(two.code),
    );
    expect(good?.code).to.equal(0);
    expect(bad?.code).to.equal(2);
    expect(bad?.stderr).to.include("another command is starting the lab default. Wait for it.");
  });

  it("don't start it while another one is about to make its directory", () => {
    mkdirSync(dirname(line.labDirectory()), { mode: 0o700 });
    mkdirSync(line.labDirectory());
    const { code, stderr } = line.run(projectOf("carts"), "up");
    expect(stderr).to.include("another command is starting the lab default");
    expect(code).to.equal(2);
  });

  it("wait for the first, also if it takes long to apply its objects", async () => {
    const project = projectOf("carts");
    const first = line.start(project, "up");
    await first.waitFor("Applying");
    first.child.kill("SIGSTOP");
    const long = new Date(Date.now() - 3_600_000);
    utimesSync(line.labDirectory(), long, long);
    const { code, stderr } = line.run(project, "up");
    first.child.kill("SIGCONT");
    expect(stderr).to.include("another command is starting the lab default");
    expect(code).to.equal(2);
    expect((await first.ended).code).to.equal(0);
  });

  for (const [title, signal, stacks] of [
    ["the first is done", "SIGCONT", "base/dev, one/dev, two/dev"],
    ["the first is killed", "SIGKILL", "base/dev, two/dev"],
  ] as const) {
    it(`apply their stacks one after the other: the second when ${title}`, async () => {
      expect(line.run(configMaps("base", "default", "base"), "up").code).to.equal(0);
      const first = line.start(configMaps("one", "default", "one"), "up");
      await first.waitFor("Applying");
      first.child.kill("SIGSTOP");
      const second = line.start(configMaps("two", "default", "two"), "up");
      await second.waitFor("Waiting for another command that uses the lab default");
      first.child.kill(signal);
      expect((await second.ended).code).to.equal(0);
      await first.ended;
      expect(line.run("/", "status").stdout).to.include(`stack ${stacks}; namespaces none`);
    });
  }

  it("don't disturb a start by asking for its state", async () => {
    const up = line.start(projectOf("carts"), "up");
    let isOver = false;
    void up.ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      const status = line.start("/", "status");
      expect((await status.ended).code).to.equal(0);
    }
    const { code, stderr } = await up.ended;
    expect(code, stderr).to.equal(0);
  });
});
