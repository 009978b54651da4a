import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measurement, measure, median } from "./measure.ts";
import { writeTenants } from "./tenants.ts";

const root = join(import.meta.dirname, "..");
const teams = 50;
const runs = 3;

const work = mkdtempSync(join(tmpdir(), "casemate-bench-"));
try {
  const example = await median(runs, () => plan("example"));
  const hundred = await planGenerated(100);
  const thousand = await planGenerated(1000);
  const sameTeams = await median(runs, () => planGenerated(teams));
  const peer = await synthPeer();
  report([
    ["plan of the example", example, "3 s"],
    [`plan of ${teams} namespaces`, sameTeams, ""],
    [`CDK EKS Blueprints synth of ${teams} teams`, peer, ""],
    ["plan of 100 namespaces", hundred, ""],
    ["plan of 1,000 namespaces", thousand, "20 s, 1,200 MB"],
  ]);
  console.log("");
  console.log(`growth from 100 to 1,000 namespaces: ${ratio(thousand, hundred)} times the time (at most 11)`);
  console.log(`Casemate / CDK EKS Blueprints at ${teams}: ${ratio(sameTeams, peer)} of the time`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Plans stack dev, policies included, like a user: from the start of the process to its exit. */
function plan(name: string, ...options: string[]): Promise<Measurement> {
  const out = join(work, `out-${name}`);
  const args = ["cli/casemate.ts", "plan", "--stack", "dev", "--quiet", "--out", out, ...options];
  return measure(process.execPath, args, { cwd: root });
}

function planGenerated(count: number): Promise<Measurement> {
  const directory = join(work, `tenants-${count}`);
  writeTenants(directory, count);
  return plan(`generated-${count}`, "--tenants", directory);
}

/** Installs the peer into the folder of the measurements, never into the package, and synthesizes its app. */
async function synthPeer(): Promise<Measurement> {
  const directory = join(work, "cdk-eks-blueprints");
  cpSync(join(import.meta.dirname, "peers", "cdk-eks-blueprints"), directory, { recursive: true });
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: "ignore",
  });
  return median(runs, () =>
    measure(process.execPath, ["app.js"], {
      cwd: directory,
      env: { ...process.env, TEAMS: String(teams), CDK_OUTDIR: join(directory, "cdk.out") },
    }),
  );
}

function report(rows: readonly (readonly [string, Measurement, string])[]): void {
  console.log(["what".padEnd(42), "seconds".padStart(8), "MB".padStart(7), " budget"].join(" "));
  for (const [what, { seconds, megabytes }, budget] of rows) {
    console.log(
      [what.padEnd(42), seconds.toFixed(2).padStart(8), megabytes.toFixed(0).padStart(7), ` ${budget}`]
        .join(" ")
        .trimEnd(),
    );
  }
}

function ratio(a: Measurement, b: Measurement): string {
  return (a.seconds / b.seconds).toFixed(2);
}
