import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { catalogue } from "../../../components/platform/software/index.ts";
import type { SoftwareEntry } from "../../../components/platform/software/software-entry.ts";
import { entryProblems } from "./facts/entry-problems.ts";
import type { ListeningPort, ManifestFacts } from "./facts/manifest-facts.ts";
import { storedFacts } from "./facts/stored-facts.ts";

const root = join(import.meta.dirname, "../../..");

describe("the catalogue of platform software", () => {
  it("has each entry under its own id, and one file for each", () => {
    const files = readdirSync(join(root, "components/platform/software")).map((file) =>
      basename(file, ".ts"),
    );
    const entryFiles = files.filter(
      (file) => !["index", "entry-placeholders", "software-entry"].includes(file),
    );
    expect(Object.keys(catalogue).sort()).to.deep.equal(entryFiles.sort());
    for (const [id, entry] of Object.entries(catalogue)) {
      expect(entry.id).to.equal(id);
    }
  });

  it("has facts for each entry with pods, and no facts without an entry", () => {
    const files = readdirSync(join(import.meta.dirname, "manifests")).map((file) => basename(file, ".json"));
    const withPods = Object.values(catalogue).filter(({ workloads }) => Object.keys(workloads).length > 0);
    expect(files.sort()).to.deep.equal(withPods.map(({ id }) => id).sort());
  });
});

for (const entry of Object.values(catalogue)) {
  const facts = storedFacts(entry.id);
  if (facts !== undefined) {
    describe(`${entry.id} of the catalogue`, () => {
      it("is what its manifests say", () => {
        expect(entryProblems(entry, facts)).to.deep.equal([]);
      });

      for (const [change, changed] of changes(entry, facts)) {
        it(`is not what manifests with ${change} say`, () => {
          expect(entryProblems(entry, changed)).not.to.deep.equal([]);
        });
      }
    });
  }
}

/** The facts with one change each, which the comparison must find. */
function changes(
  entry: SoftwareEntry,
  facts: ManifestFacts,
): readonly (readonly [change: string, ManifestFacts])[] {
  const extra: ListeningPort = { port: 4321, protocol: "TCP", evidence: [{ by: "port", name: "extra" }] };
  const first = facts.controllers[0] ?? facts.additions?.[0]?.controllers?.[0];
  return [
    ["another version", { ...facts, rendered: { ...facts.rendered, version: `${entry.version}-rc` } }],
    ["other values", { ...facts, rendered: { ...facts.rendered, values: { other: true } } }],
    ["another account", mapPods(facts, (spec) => ({ ...spec, serviceAccountName: "another" }))],
    ["the other network", mapPods(facts, (spec) => ({ ...spec, hostNetwork: spec.hostNetwork !== true }))],
    ["another image", mapPods(facts, (spec) => ({ ...spec, containers: renamed(spec.containers) }))],
    ["one more port", mapControllers(facts, (listens) => [...listens, extra])],
    ...(first?.listens ?? []).map(
      ({ port }) =>
        [
          `port ${port} changed`,
          mapControllers(facts, (listens) =>
            listens.map((item) => (item.port === port ? { ...item, port: port + 1 } : item)),
          ),
        ] as const,
    ),
    ["no controllers", { ...facts, controllers: [], additions: [] }],
  ];
}

type PodSpec = NonNullable<ManifestFacts["controllers"][number]["pod"]["spec"]>;

function mapPods(facts: ManifestFacts, change: (spec: PodSpec) => PodSpec): ManifestFacts {
  const map = ({ pod, ...rest }: ManifestFacts["controllers"][number]) => ({
    ...rest,
    pod: { ...pod, ...(pod.spec && { spec: change(pod.spec) }) },
  });
  return {
    ...facts,
    controllers: facts.controllers.map(map),
    additions: (facts.additions ?? []).map((addition) => ({
      ...addition,
      controllers: (addition.controllers ?? []).map(map),
    })),
  };
}

function mapControllers(
  facts: ManifestFacts,
  change: (listens: readonly ListeningPort[]) => readonly ListeningPort[],
): ManifestFacts {
  const map = (controller: ManifestFacts["controllers"][number]) => ({
    ...controller,
    listens: change(controller.listens),
  });
  return {
    ...facts,
    controllers: facts.controllers.map(map),
    additions: (facts.additions ?? []).map((addition) => ({
      ...addition,
      controllers: (addition.controllers ?? []).map(map),
    })),
  };
}

function renamed(containers: PodSpec["containers"]): PodSpec["containers"] {
  return containers.map((container) => ({ ...container, image: `example.com/other/${container.name}:v1` }));
}
