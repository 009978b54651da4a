import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { catalogue } from "../../components/platform/software/index.ts";
import type {
  SoftwareAws,
  SoftwareEntry,
  SoftwareInstall,
  SoftwareListener,
  SoftwareWorkload,
} from "../../components/platform/software/software-entry.ts";

/** The page on the catalogue, `docs/reference/platform-software.md`. */
export function platformSoftwareReference(
  entries: Readonly<Record<string, SoftwareEntry>> = catalogue,
): string {
  const sorted = Object.values(entries).sort((a, b) => (a.id < b.id ? -1 : 1));
  return `# Platform software that Casemate knows

<!-- Written by \`node docs/generate/platform-software-page.ts\` from components/platform/software/. -->

\`PlatformNamespace\` takes these facts by \`software\`, and a stack's config by \`casemate:platform\`. [The guide](../platform-software.md) says what it does with them.

| software | version | namespace | installed as |
|---|---|---|---|
${sorted.map(({ id, version, namespace, install }) => `| [${id}](#${id}) | ${version} | \`${namespace}\` | ${installed(install)} |`).join("\n")}

${sorted.map(section).join("\n")}`;
}

function section(entry: SoftwareEntry): string {
  const { id, podSecurity, workloads, customResources = [], images, options = {}, sources, usedBy } = entry;
  const level = "reason" in podSecurity ? `\`${podSecurity.level}\`: ${podSecurity.reason}` : "`restricted`";
  const groups = customResources.map((group) => `\`${group}\``).join(", ");
  const optionRows = Object.entries(options).map(
    ([name, option]) =>
      `| \`${name}\` | ${option.description} | ${option.default === undefined ? "required" : `\`${JSON.stringify(option.default)}\``} | \`${option.example}\` |`,
  );
  return `## ${id}

- Pod Security: ${level}
- Images: ${images.length === 0 ? "none, because no pod runs in the cluster" : images.map((image) => `\`${image}\``).join(", ")}
${groups === "" ? "" : `- Custom resources: ${groups}\n`}${usedBy === undefined ? "" : `- Used by: ${usedBy}\n`}- Sources: ${sources.map((source) => `<${source}>`).join(", ")}
${optionRows.length === 0 ? "" : `\n| option | what it is | default | example |\n|---|---|---|---|\n${optionRows.join("\n")}\n`}${Object.keys(workloads).length === 0 ? "" : `\n| workload | account | ports | AWS endpoints | exceptions |\n|---|---|---|---|---|\n${Object.entries(workloads).map(row).join("\n")}\n`}`;
}

function row([name, { serviceAccount, listens, aws, hostNetwork, privileged }]: [
  string,
  SoftwareWorkload,
]): string {
  const exceptions = [
    hostNetwork === undefined ? [] : `node's network: ${hostNetwork.reason}`,
    privileged === undefined ? [] : `privileged: ${privileged.reason}`,
  ].flat();
  const cells = [
    name,
    `\`${serviceAccount}\``,
    listens.map(port).join(", "),
    endpoints(aws),
    exceptions.join("; "),
  ];
  return `| ${cells.map((cell) => (cell === "" ? "-" : cell.replaceAll("|", "\\|"))).join(" | ")} |`;
}

/** The endpoints with egress `none`. Those of an option follow with its name. */
function endpoints({ endpoints = [], optionEndpoints = {} }: Partial<SoftwareAws> = {}): string {
  const ofOptions = Object.entries(optionEndpoints).flatMap(([option, services]) =>
    services.map((service) => `\`${service}\` with \`${option}\``),
  );
  return [...endpoints.map((service) => `\`${service}\``), ...ofOptions].join(", ");
}

function port({ port, name, protocol = "TCP", from }: SoftwareListener): string {
  return `${port}${protocol === "TCP" ? "" : `/${protocol}`} ${name} (${from.join(", ")})`;
}

function installed(install: SoftwareInstall): string {
  switch (install.kind) {
    case "addon":
      return `EKS add-on \`${install.addon}\``;
    case "chart":
      return `chart \`${install.chart}\` ${install.version}`;
    case "capability":
      return `EKS capability \`${install.capability}\``;
  }
}

if (import.meta.main) {
  await writeFile(
    join(import.meta.dirname, "../reference/platform-software.md"),
    platformSoftwareReference(),
  );
}
