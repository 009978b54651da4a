import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PlanDocument } from "../../plan/document.ts";
import { removeTemporaryProjects, temporaryProject } from "../plan/temporary-project.ts";
import { casemate, type Run, shell, smallProgram } from "./run.ts";

const quiet = "export default () => ({ answer: 42 });\n";
/** Accepts a flow from a namespace of another program. */
const oneSided = `import * as k8s from "@pulumi/kubernetes";
import { WorkloadNamespace } from "${join(import.meta.dirname, "../../components/index.ts")}";
const provider = new k8s.Provider("prod", { clusterIdentifier: "prod", kubeconfig: "{}" });
new WorkloadNamespace("storefront", {
  cluster: {
    clusterName: "prod",
    kubernetesVersion: "1.35",
    provider,
    vpcCidr: "10.64.0.0/16",
    serviceCidr: "172.20.0.0/16",
  },
  name: "storefront",
  team: "web",
  workloads: { frontend: {} },
  accepts: [{ from: { namespace: "gateway" }, to: "frontend", port: 8080 }],
});
`;
const colour = "\u001b[";

describe("casemate plan", function () {
  this.timeout(60_000);
  let out = "";
  before(() => {
    out = mkdtempSync(join(tmpdir(), "casemate-out-"));
  });
  after(() => {
    rmSync(out, { recursive: true });
    removeTemporaryProjects();
  });

  describe("of a program with violations", () => {
    let summary: Run;
    let json: Run;
    before(() => {
      summary = casemate(smallProgram, ["plan", "--out", join(out, "one")]);
      json = casemate(smallProgram, ["plan", "--json", "--out", join(out, "two")]);
    });

    it("exits with 1", () => {
      expect(summary.code).to.equal(1);
      expect(json.code).to.equal(1);
    });

    it("prints a summary, without colour if the output isn't a terminal", () => {
      expect(summary.stdout).to.match(/^small\/dev\n/);
      expect(summary.stdout).to.include("House home");
      expect(summary.stdout).to.include("refused namespace-default-deny (high): shop");
      expect(summary.stdout).to.not.include(colour);
    });

    it("writes the plan and the manifests", () => {
      expect(readdirSync(join(out, "one"))).to.deep.equal(["aws-rights.txt", "manifests", "plan.json"]);
      expect(existsSync(join(out, "one", "manifests", "cluster", "namespace-shop.yaml"))).to.equal(true);
    });

    it("prints the same as JSON, and sends the program's own output to stderr", () => {
      expect(json.stdout).to.equal(readFileSync(join(out, "two", "plan.json"), "utf8"));
      expect(json.stderr).to.include("a program may talk");
    });

    it("has the same bytes in each run", () => {
      expect(json.stdout).to.equal(readFileSync(join(out, "one", "plan.json"), "utf8"));
    });

    it("uses the config's account and region in placeholders", () => {
      const { resources, outputs } = JSON.parse(json.stdout) as PlanDocument;
      const entry = resources.find(({ name }) => name === "home-admin");
      expect(entry?.inputs["principalArn"]).to.equal("arn:aws:iam::111122223333:role/home-role");
      expect(outputs["region"]).to.equal("eu-west-1");
    });

    it("expands the control plane and runs the transforms of its component on it", () => {
      const { resources } = JSON.parse(json.stdout) as PlanDocument;
      const cluster = resources.find(({ type }) => type === "aws:eks/cluster:Cluster");
      expect(cluster?.inputs["accessConfig"]).to.deep.equal({
        authenticationMode: "API",
        bootstrapClusterCreatorAdminPermissions: false,
      });
      expect(cluster?.protect).to.equal(true);
    });

    it("has the connectivity, and no secret", () => {
      const { connectivity } = JSON.parse(json.stdout) as PlanDocument;
      expect(connectivity).to.deep.equal([
        { from: "anyone", port: "any", protocol: "any", to: "shop" },
        { from: "shop", port: "any", protocol: "any", to: "anyone" },
      ]);
      expect(json.stdout).to.include('"stringData":"[secret]"');
    });
  });

  it("exits with 0 without violations, and finds the program from a subfolder", () => {
    const project = temporaryProject({ "index.ts": quiet, "deep/file": "" });
    const { code, stdout } = casemate(join(project, "deep"), ["plan"]);
    expect(code).to.equal(0);
    expect(stdout).to.include("Violations  none");
    expect(readdirSync(join(project, "deep"))).to.include("out");
  });

  it("prints only violations with --quiet", () => {
    const compliant = casemate(temporaryProject({ "index.ts": quiet }), ["plan", "--quiet"]);
    expect(compliant).to.deep.equal({ code: 0, stdout: "", stderr: "" });
    const violating = casemate(smallProgram, ["plan", "--quiet", "--out", join(out, "three")]);
    expect(violating.code).to.equal(1);
    expect(violating.stdout).to.equal("");
    expect(violating.stderr).to.include("refused namespace-quota");
  });

  it("counts half-open flows with --quiet, and refuses them with --strict", () => {
    const project = temporaryProject({ "index.ts": oneSided });
    const example = ["plan", "--quiet", "--out", join(out, "five")];
    const counted = casemate(project, example);
    expect(counted).to.deep.equal({ code: 0, stdout: "", stderr: "1 half-open flow: see plan.json.\n" });
    const strict = casemate(project, [...example, "--strict"]);
    expect(strict.code).to.equal(1);
    expect(strict.stderr).to.equal(
      "strict: half-open flow gateway -> storefront/frontend, TCP 8080: gateway isn't in this program. " +
        "Plan it together with gateway, or remove the flow.\n",
    );
  });

  it("has colour with FORCE_COLOR, and none with NO_COLOR", () => {
    const project = temporaryProject({ "index.ts": quiet });
    expect(casemate(project, ["plan"], { FORCE_COLOR: "1" }).stdout).to.include(colour);
    expect(casemate(project, ["plan"], { NO_COLOR: "1" }).stdout).to.not.include(colour);
  });

  it("sets the tenants' folder relative to the program's folder", () => {
    const index = `import * as pulumi from "@pulumi/pulumi";\nexport default () => ({ from: new pulumi.Config().get("tenants") });\n`;
    const project = temporaryProject({ "index.ts": index, "deep/mine/file": "" });
    const { stdout } = casemate(join(project, "deep"), ["plan", "--json", "--tenants", "mine"]);
    expect((JSON.parse(stdout) as PlanDocument).outputs).to.deep.equal({ from: "deep/mine" });
  });

  it("reads the stack from PULUMI_STACK", () => {
    const project = temporaryProject({ "index.ts": quiet, "Pulumi.test.yaml": "" });
    expect(casemate(project, ["plan"], { PULUMI_STACK: "test" }).stdout).to.match(/^shop\/test\n/);
  });

  it("prints no error if its reader closes the pipe early", () => {
    const { stderr } = shell(smallProgram, `$casemate plan --json --out ${join(out, "four")} | head -c 10`);
    expect(stderr).to.equal("a program may talk\n");
  });
});
