import {
  catalogue,
  type HardenedCluster,
  PlatformNamespace,
  type PlatformSettings,
} from "../components/index.ts";
import { type InputProblem, judgePlatform, type PlatformCluster } from "../components/internal.ts";
import type { AllConfig } from "./config-schema.ts";

type Software = NonNullable<AllConfig["platform"]>;

/** The settings of each software. The name of an entry of the catalogue is its software. */
function settingsOf(software: Software): [name: string, settings: PlatformSettings][] {
  return Object.entries(software).map(([name, settings]) => [
    name,
    Object.hasOwn(catalogue, name) ? { ...settings, software: name } : settings,
  ]);
}

/** The software of the catalogue that a config chooses. */
export function chosenSoftware(software: Software = {}): string[] {
  return Object.keys(software).filter((name) => Object.hasOwn(catalogue, name));
}

/** The problems of the software with the catalogue, the cluster and one another, before any resource is registered. */
export function platformSoftwareProblems(software: Software = {}, cluster: PlatformCluster): InputProblem[] {
  const judged = settingsOf(software).map(([name, settings]) => ({
    name,
    ...judgePlatform(settings, cluster, catalogue),
  }));
  const owners = new Map<string, string>();
  return judged.flatMap(({ name, problems, checked }): InputProblem[] => {
    const namespace = checked?.isOwn ? checked.software.namespace : undefined;
    const owner = namespace === undefined ? undefined : owners.get(namespace);
    if (namespace !== undefined && owner === undefined) {
      owners.set(namespace, name);
    }
    return [
      ...problems.map((problem) => ({ ...problem, path: `platform.${name}.${problem.path}` })),
      ...(owner === undefined
        ? []
        : [
            {
              path: `platform.${name}.namespace`,
              received: namespace,
              allowed: `another namespace than that of ${owner}`,
            },
          ]),
    ];
  });
}

/** Creates the namespaces of the software, in the order of the config. @returns them by name */
export function createPlatformSoftware(
  cluster: HardenedCluster,
  software: Software = {},
  lifecycle: PlatformSettings["lifecycle"],
): Readonly<Record<string, PlatformNamespace>> {
  const namespaces = settingsOf(software).map(([name, settings]) => {
    const namespace = new PlatformNamespace(`${cluster.clusterName}-${name}`, {
      cluster,
      ...(lifecycle !== undefined && { lifecycle }),
      ...settings,
    });
    return [name, namespace] as const;
  });
  return Object.fromEntries(namespaces);
}
