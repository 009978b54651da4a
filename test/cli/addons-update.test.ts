import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type AddonLock, defaultVersion, updateAddons } from "../../cli/addons-update.ts";

const answer = (version: string) =>
  JSON.stringify({
    addons: [
      {
        addonName: "x",
        addonVersions: [
          {
            addonVersion: "v9.9.9-eksbuild.1",
            compatibilities: [{ clusterVersion: "1.35", defaultVersion: false }],
          },
          { addonVersion: version, compatibilities: [{ clusterVersion: "1.35", defaultVersion: true }] },
        ],
      },
    ],
  });

describe("casemate addons update", () => {
  let directory: string;
  let lockFile: string;
  const lock: AddonLock = { "1.35": { coredns: "v1.14.3-eksbuild.3", "vpc-cni": "v1.23.1-eksbuild.1" } };
  const read = async (): Promise<AddonLock> => JSON.parse(await readFile(lockFile, "utf8"));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "addons-"));
    lockFile = join(directory, "lock.json");
    await writeFile(lockFile, JSON.stringify(lock));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("takes the default version, not the newest, and prints the changes", async () => {
    const lines: string[] = [];
    await updateAddons({
      lockFile,
      print: (line) => lines.push(line),
      aws: async (args) => answer(args.includes("coredns") ? "v1.14.4-eksbuild.1" : "v1.23.1-eksbuild.1"),
    });
    expect(await read()).to.deep.equal({
      "1.35": { coredns: "v1.14.4-eksbuild.1", "vpc-cni": "v1.23.1-eksbuild.1" },
    });
    expect(lines).to.deep.equal(["1.35 coredns: v1.14.3-eksbuild.3 -> v1.14.4-eksbuild.1"]);
  });

  it("asks for each add-on on each version, also on a new one", async () => {
    const questions: string[] = [];
    await updateAddons({
      lockFile,
      add: "1.36",
      print: () => {},
      aws: async (args) => {
        questions.push(
          `${args[args.indexOf("--kubernetes-version") + 1]} ${args[args.indexOf("--addon-name") + 1]}`,
        );
        return answer("v1.0.0-eksbuild.1");
      },
    });
    expect(questions).to.have.members(["1.35 coredns", "1.35 vpc-cni", "1.36 coredns", "1.36 vpc-cni"]);
    expect(await read()).to.have.all.keys("1.35", "1.36");
  });

  it("prints the commands for AWS if it can't run them, and doesn't change the lock", async () => {
    const failure: unknown = await updateAddons({
      lockFile,
      aws: async () => {
        throw Object.assign(new Error("spawn aws ENOENT"), { code: "ENOENT" });
      },
    }).catch((error: unknown) => error);
    expect(failure).to.have.property("name", "UsageError");
    expect(String(failure).split("\n")).to.deep.equal([
      "UsageError: AWS can't be asked for add-on versions (the AWS CLI is not on the PATH); the lock is unchanged. It would run:",
      "  aws eks describe-addon-versions --kubernetes-version 1.35 --addon-name coredns --output json",
      "  aws eks describe-addon-versions --kubernetes-version 1.35 --addon-name vpc-cni --output json",
    ]);
    expect(await read()).to.deep.equal(lock);
    expect(await readdir(directory)).to.deep.equal(["lock.json"]);
  });

  it("writes nothing when one answer has no default", async () => {
    const failure: unknown = await updateAddons({
      lockFile,
      aws: async (args) => (args.includes("vpc-cni") ? '{"addons":[]}' : answer("v2.0.0-eksbuild.1")),
    }).catch((error: unknown) => error);
    expect(String(failure)).to.contain("no default version of vpc-cni on Kubernetes 1.35");
    expect(await read()).to.deep.equal(lock);
  });

  it("finds no default in an empty answer", () => {
    expect(defaultVersion("{}")).to.equal(undefined);
  });
});
