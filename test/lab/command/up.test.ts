import { statSync } from "node:fs";
import { expect } from "chai";
import { kubernetesMinors, newest } from "../../../lab/build/versions.ts";
import { temporaryProject } from "../../plan/temporary-project.ts";
import { buildKubernetesBefore } from "../support/builds.ts";
import { leftoversOf, noLeftovers } from "../support/leftovers.ts";
import { CommandLine, configMaps, projectOf } from "./command.ts";

const [, older = newest] = kubernetesMinors;

describe("casemate lab", function () {
  this.timeout(300_000);
  buildKubernetesBefore(this, newest);
  let line: CommandLine;

  beforeEach(() => {
    line = new CommandLine();
  });

  afterEach(() => line.clear());

  it("starts, accepts users, follows the stack, and ends", async () => {
    const project = projectOf("carts", "payments");
    const up = line.run(project, "up");
    expect(up.stderr).to.include(`Starting Kubernetes v${newest}.`);
    expect(up.stdout).to.match(
      new RegExp(
        `^Lab default: Kubernetes v${newest}\\.\\d+ at https://127\\.0\\.0\\.1:\\d+, process \\d+$`,
        "m",
      ),
    );
    expect(up.stdout).to.include("namespaces carts, payments");
    expect(up.stdout).to.include("13 objects applied");
    expect(up.stdout).to.include("casemate lab shell --as carts:view");
    expect(up.code).to.equal(0);

    expect(line.run("/", "status").stdout).to.include("stack shop/dev; namespaces carts, payments");

    const kubeconfig = line.run("/", "shell", "--as", "payments:view").stdout.trim();
    expect(statSync(kubeconfig).mode & 0o077).to.equal(0);
    expect(line.run("/", "shell", "--as", "payments:view", "--print").stdout.trim()).to.equal(kubeconfig);
    const inside = line.run(
      "/",
      "shell",
      "--as",
      "payments:view",
      "--",
      "sh",
      "-c",
      'echo "$KUBECONFIG"; exit 7',
    );
    expect(inside).to.deep.equal({ code: 7, stdout: `${kubeconfig}\n`, stderr: "" });
    expect(line.run("/", "shell", "--as", "payments:workload/api", "--", "true").code).to.equal(0);
    expect(line.run("/", "shell", "--as", "platform", "--", "no-such-command").code).to.equal(2);

    const again = line.run(project, "up");
    expect(again.stdout).to.include("13 objects applied (13 unchanged)\n");

    const fewer = line.run(projectOf("carts"), "up");
    expect(fewer.stdout).to.include("7 objects applied (7 unchanged), 1 object deleted");
    expect(fewer.stdout).to.include("namespaces carts\n");
    expect(line.run("/", "shell", "--as", "payments:view").stderr).to.include(
      "allowed namespaces of the lab default: carts",
    );

    const url = /https:\S+(?=,)/.exec(up.stdout)?.[0] ?? "";
    expect(line.run("/", "down")).to.deep.equal({
      code: 0,
      stdout: "The lab default is gone.\n",
      stderr: "",
    });
    expect(await leftoversOf(line.labDirectory(), [url], 0)).to.deep.equal(noLeftovers);
    expect(line.run("/", "status").stdout).to.equal("No lab is running. Start one: casemate lab up\n");
  });

  describe("of two versions", function () {
    buildKubernetesBefore(this, older);

    it("runs two labs side by side", () => {
      const project = projectOf("carts");
      expect(line.run(project, "up").code).to.equal(0);
      const second = line.run(project, "up", "--name", "second", "--kubernetes", older);
      expect(second.stdout).to.include(`Lab second: Kubernetes v${older}.`);
      expect(second.stdout).to.include("casemate lab down --name second");
      expect(line.run("/", "status").stdout.match(/^Lab \w+/gm)).to.deep.equal(["Lab default", "Lab second"]);
      const other = line.run(project, "up", "--kubernetes", older);
      expect(other.stderr).to.include(
        `received ${older}; the lab default runs ${newest}. Take it down first: casemate lab down`,
      );
      expect(other.code).to.equal(2);
      expect(line.run("/", "down").code).to.equal(0);
      expect(line.run("/", "status").stdout.match(/^Lab \w+/gm)).to.deep.equal(["Lab second"]);
    });
  });

  it("applies a second stack, keeps both separate, and names the objects that it can't apply", () => {
    const base = projectOf("carts");
    expect(line.run(base, "up").code).to.equal(0);
    const top = (...names: string[]) => configMaps("top", "carts", ...names);
    // kube-root-ca.crt exists already and isn't the stack's, so it isn't deleted with the stack.
    const first = line.run(top("one", "two", "kube-root-ca.crt"), "up");
    expect(first.stdout).to.include("3 objects applied (2 created, 1 unchanged)\n");
    expect(line.run("/", "status").stdout).to.include("stack shop/dev, top/dev; namespaces carts\n");
    expect(line.run(top("one"), "up").stdout).to.include(
      "1 object applied (1 unchanged), 1 object deleted\n",
    );
    expect(line.run(base, "up").stdout).to.include("7 objects applied (7 unchanged)\n");
    const unknown = temporaryProject({
      "index.ts": `import * as k8s from "@pulumi/kubernetes";
new k8s.apiextensions.CustomResource("a", { apiVersion: "no.example/v1", kind: "Boat", metadata: { name: "a" } });
`,
    });
    const { code, stderr } = line.run(unknown, "up");
    expect(stderr).to.include("casemate: Boat a: the API server has no kind Boat in no.example/v1\n");
    expect(stderr).to.not.match(/^ +at /m);
    expect(code).to.equal(1);
  });

  it("leaves nothing of a lab whose first objects were refused, and names the objects", async () => {
    const { code, stderr } = line.run(configMaps("shop", "missing", "b"), "up");
    expect(stderr).to.include('casemate: ConfigMap missing/b: namespaces "missing" not found\n');
    expect(code).to.equal(1);
    expect(await leftoversOf(line.labDirectory())).to.deep.equal(noLeftovers);
  });
});
