import type { ChildProcess } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { newest } from "../../../lab/build/versions.ts";
import { buildKubernetesBefore } from "../support/builds.ts";
import { leftoversOf, noLeftovers, processesOf } from "../support/leftovers.ts";
import { host } from "./start-host.ts";

describe("the end of a lab", function () {
  this.timeout(300_000);
  buildKubernetesBefore(this, newest);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), "lab-test-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const ends: readonly [title: string, how: string, kill: (child: ChildProcess) => void][] = [
    ["SIGKILL", "", (child) => child.kill("SIGKILL")],
    ["SIGTERM", "", (child) => child.kill("SIGTERM")],
    ["SIGINT", "", (child) => child.kill("SIGINT")],
    ["an uncaught error", "throw", () => {}],
  ];
  for (const [title, how, kill] of ends) {
    it(`leaves nothing when its process ends by ${title}`, async () => {
      const directory = join(folder, "lab");
      const { child, waitFor } = host(directory, how);
      const urls = (await waitFor("ready")).split(" ").slice(1);
      if (how === "") {
        expect(processesOf(directory).length).to.be.at.least(6);
      }
      kill(child);
      expect(await leftoversOf(directory, urls)).to.deep.equal(noLeftovers);
    });
  }

  for (const pause of [0, 300, 1000, 2500]) {
    it(`leaves nothing when its process is killed ${pause} ms after the start`, async () => {
      const directory = join(folder, "lab");
      const { child, waitFor } = host(directory);
      await waitFor("Starting");
      await new Promise((resolve) => setTimeout(resolve, pause));
      child.kill("SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await leftoversOf(directory)).to.deep.equal(noLeftovers);
    });
  }
});
