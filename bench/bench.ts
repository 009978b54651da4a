import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measurement, measure, median } from "./measure.ts";
import { writeTenants } from "./tenants.ts";

const root = join(import.meta.dirname, "..");
const usage = "usage: bench.ts [--quick] (without 5,000 namespaces and the peer, one run each)";
const options = process.argv.slice(2);
if (options.some((option) => option !== "--quick")) {
  console.error(usage);
  process.exit(2);
}
const isQuick = options.includes("--quick");
const runs = isQuick ? 1 : 3;
/** As many teams as the peer synthesizes. */
const teams = 50;
const sizes = isQuick ? [100, 1000] : [teams, 100, 1000, 5000];

/** One program, planned in three ways. */
interface Row {
  readonly what: string;
  /** The program on the SDK's own mocks: see floor.ts. */
  readonly floor: Measurement;
  /** `casemate manifests`: no policies. */
  readonly manifests: Measurement;
  /** `casemate plan`: all of it. */
  readonly plan: Measurement;
}

const work = mkdtempSync(join(tmpdir(), "casemate-bench-"));
try {
  console.log(head());
  const example = await measureRow("the example", runs);
  const rows = new Map<number, Row>();
  for (const size of sizes) {
    const tenants = join(work, `tenants-${size}`);
    writeTenants(tenants, size);
    rows.set(size, await measureRow(`${size} namespaces`, size > 1000 ? 1 : runs, tenants));
  }
  console.log("");
  console.log(
    `example: ${ratio(example.manifests, example.floor)} times its floor without policies (at most 1.2)`,
  );
  printGrowth(rows);
  const sameTeams = rows.get(teams);
  if (!isQuick && sameTeams !== undefined) {
    const peer = await synthPeer();
    console.log(`CDK EKS Blueprints synth of ${teams} teams: ${figures(peer).trim()}`);
    console.log(`Casemate / CDK EKS Blueprints at ${teams}: ${ratio(sameTeams.plan, peer)} of the CPU time`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Runs the three one after the other, several times, so that a slow moment of the machine affects all. Prints them. */
async function measureRow(what: string, count: number, tenants?: string): Promise<Row> {
  const out = mkdtempSync(join(work, "out-"));
  const given = tenants === undefined ? [] : [tenants];
  const casemate =
    (...args: string[]) =>
    () =>
      node("cli/casemate.ts", ...args, "--stack", "dev", ...given.flatMap((path) => ["--tenants", path]));
  const [floor, manifests, plan] = await median(count, [
    () => node("bench/floor.ts", "dev", ...given),
    casemate("manifests", "--out", join(out, "manifests")),
    casemate("plan", "--quiet", "--out", join(out, "plan")),
  ]);
  rmSync(out, { recursive: true, force: true });
  for (const [name, measured] of Object.entries({ floor, manifests, plan })) {
    console.log(
      `${what.padEnd(18)} ${name.padEnd(10)} ${figures(measured)} ${ratio(measured, floor).padStart(8)}`,
    );
  }
  return { what, floor, manifests, plan };
}

function node(...args: string[]): Promise<Measurement> {
  return measure(process.execPath, args, { cwd: root });
}

/** How much longer ten times the namespaces take, and five times. */
function printGrowth(rows: ReadonlyMap<number, Row>): void {
  for (const [less, more] of [
    [100, 1000],
    [1000, 5000],
  ] as const) {
    const [small, big] = [rows.get(less), rows.get(more)];
    if (small !== undefined && big !== undefined) {
      console.log(
        `growth from ${less} to ${more} namespaces: ${ratio(big.plan, small.plan)} times the CPU time`,
      );
    }
  }
}

/** Installs the peer into the folder of the measurements, never into the package, and synthesizes its app. */
async function synthPeer(): Promise<Measurement> {
  const directory = join(work, "cdk-eks-blueprints");
  mkdirSync(directory);
  cpSync(join(import.meta.dirname, "peers", "cdk-eks-blueprints"), directory, { recursive: true });
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: "ignore",
  });
  const [peer] = await median(runs, [
    () =>
      measure(process.execPath, ["app.js"], {
        cwd: directory,
        env: { ...process.env, TEAMS: String(teams), CDK_OUTDIR: join(directory, "cdk.out") },
      }),
  ]);
  return peer;
}

function head(): string {
  return ["program".padEnd(18), "run as".padEnd(10), "  CPU s", " wall s", "     MB", "CPU/floor"].join(" ");
}

function figures({ cpuSeconds, seconds, megabytes }: Measurement): string {
  return [cpuSeconds.toFixed(2), seconds.toFixed(2), megabytes.toFixed(0)]
    .map((figure) => figure.padStart(7))
    .join(" ");
}

function ratio(a: Measurement, b: Measurement): string {
  return (a.cpuSeconds / b.cpuSeconds).toFixed(2);
}
