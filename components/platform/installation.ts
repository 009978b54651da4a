import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import { createCapability } from "./capability.ts";
import type { PlatformSettings } from "./platform-namespace-args.ts";
import { fillValues, type PlaceholderValues, withoutEmptyStatements } from "./software/entry-placeholders.ts";
import type { SoftwareEntry, SoftwareInstall } from "./software/software-entry.ts";

/**
 * Who installs the software. The namespace and all around it are prepared in each case.
 *
 * - `addon`: an EKS add-on, which Casemate creates;
 * - `chart`: a Helm chart from a registry that the user names, which Casemate applies;
 * - `capability`: a capability of EKS, which Casemate creates with its role;
 * - `others`: somebody else, for example GitOps.
 */
export interface Installation {
  readonly by: "addon" | "chart" | "capability" | "others";
  /** The add-on, or the chart with its version. Missing if nothing is known of it. */
  readonly what?: string;
  /** Where the chart comes from. */
  readonly registry?: string;
}

type InstallSettings = Pick<PlatformSettings, "installs" | "chartRegistry" | "addonVersion" | "values">;

/** Decides who installs the software of a catalogue entry. */
export function installationOf(
  { installs = true, chartRegistry }: InstallSettings,
  install: SoftwareInstall | undefined,
): Installation {
  switch (install?.kind) {
    case "addon":
      return { by: installs ? "addon" : "others", what: `EKS add-on ${install.addon}` };
    case "chart": {
      const what = `chart ${install.chart} ${install.version}`;
      return installs && chartRegistry !== undefined
        ? { by: "chart", what, registry: chartRegistry }
        : { by: "others", what };
    }
    case "capability":
      return { by: installs ? "capability" : "others", what: `EKS capability ${install.capability}` };
    default:
      return { by: "others" };
  }
}

export interface InstallArgs {
  readonly entry: SoftwareEntry;
  readonly settings: InstallSettings;
  readonly cluster: Pick<ClusterRef, "clusterName" | "provider" | "permissionsBoundary">;
  readonly namespace: string;
  /** The values of placeholders in the entry's values. */
  readonly placeholders: pulumi.Output<PlaceholderValues>;
  /** The values of the entry's options, which are known before any resource. */
  readonly options: PlaceholderValues;
}

interface InstallOptions {
  readonly parent: pulumi.Resource;
  /** Everything that is prepared. */
  readonly dependsOn: pulumi.Resource[];
}

/** Installs the software, if nobody else does. */
export function installSoftware(
  name: string,
  { entry, settings, cluster, namespace, placeholders, options }: InstallArgs,
  opts: InstallOptions,
): pulumi.Resource[] {
  const { by } = installationOf(settings, entry.install);
  const { install } = entry;
  if (install.kind === "capability") {
    const { clusterName, permissionsBoundary } = cluster;
    const policy = install.role && withoutEmptyStatements(install.role.policy, options);
    const args = {
      ...{ install, clusterName, namespace, placeholders },
      ...(policy !== undefined && policy.Statement.length > 0 && { policy }),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    };
    return by === "capability" ? createCapability(`${name}-capability`, args, opts) : [];
  }
  const own = install.values ?? {};
  const values = placeholders.apply((texts) => merged(fillValues(own, texts), settings.values ?? {}));
  if (by === "addon" && install.kind === "addon") {
    const { addonVersion } = settings;
    return [
      new aws.eks.Addon(
        `${name}-${install.addon}`,
        {
          clusterName: cluster.clusterName,
          addonName: install.addon,
          configurationValues: values.apply((all) => JSON.stringify(all)),
          // The namespace has labels and an account that exist before the add-on.
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
          ...(addonVersion !== undefined && { addonVersion }),
          ...(namespace !== (install.defaultNamespace ?? entry.namespace) && {
            namespaceConfig: { namespace },
          }),
        },
        opts,
      ),
    ];
  }
  const { chartRegistry } = settings;
  if (by === "chart" && install.kind === "chart" && chartRegistry !== undefined) {
    return [
      new k8s.helm.v4.Chart(
        `${name}-chart`,
        {
          // The facts of the catalogue are those of a release with the entry's id as its name.
          name: entry.id,
          namespace,
          version: install.version,
          ...(chartRegistry.startsWith("oci://")
            ? { chart: `${chartRegistry}/${install.chart}` }
            : { chart: install.chart, repositoryOpts: { repo: chartRegistry } }),
          values,
        },
        { ...opts, providers: [cluster.provider] },
      ),
    ];
  }
  return [];
}

type Values = Readonly<Record<string, unknown>>;

/** The values of both. Where both have a text or a list, that of `over` counts: Helm does the same. */
function merged(base: Values, over: Values): Record<string, unknown> {
  const fields = Object.entries(over).map(([key, value]) => {
    const own = base[key];
    return [key, isValues(own) && isValues(value) ? merged(own, value) : value];
  });
  return { ...base, ...Object.fromEntries(fields) };
}

function isValues(value: unknown): value is Values {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value)
  );
}
