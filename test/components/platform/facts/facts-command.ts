import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseAllDocuments, stringify } from "yaml";
import { catalogue } from "../../../../components/platform/software/index.ts";
import { manifestsOf } from "./manifest.ts";
import { readFacts } from "./read-facts.ts";
import { storeFacts } from "./stored-facts.ts";

const usage = `Usage:
  npm run -s facts -- values ID
      Prints the values of an entry's chart or add-on, for \`helm template --values\`.
  npm run -s facts -- read ID --from SOURCE --version VERSION --namespace NAMESPACE [--release NAME] < MANIFESTS
      Reads rendered manifests, and writes test/components/platform/manifests/ID.json.
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: "string" },
    version: { type: "string" },
    namespace: { type: "string" },
    release: { type: "string" },
  },
});
const [command, id] = positionals;

if (command === "values" && id !== undefined) {
  console.log(stringify(valuesOf(id) ?? {}));
} else if (command === "read" && id !== undefined && values.from && values.version && values.namespace) {
  const { from, version, namespace, release } = values;
  const documents = parseAllDocuments(readFileSync(0, "utf8"), { merge: true });
  const manifests = manifestsOf(documents.map((document) => document.toJS()));
  const chartValues = valuesOf(id);
  storeFacts(
    id,
    readFacts(manifests, {
      from,
      version,
      ...(release !== undefined && { release }),
      namespace,
      ...(chartValues !== undefined && { values: chartValues }),
    }),
  );
} else {
  console.error(usage);
  process.exitCode = 2;
}

function valuesOf(entry: string): Readonly<Record<string, unknown>> | undefined {
  const install = catalogue[entry]?.install;
  return install !== undefined && "values" in install ? install.values : undefined;
}
