import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { installationOf, installSoftware } from "../../../components/platform/installation.ts";
import type { PlatformSettings } from "../../../components/platform/platform-namespace-args.ts";
import type { PlaceholderValues } from "../../../components/platform/software/entry-placeholders.ts";
import type { SoftwareInstall } from "../../../components/platform/software/software-entry.ts";
import { isRendered, notPlannedOf } from "../../../plan/engine/not-planned.ts";
import type { Registration } from "../../../plan/engine/registration.ts";
import { deploy } from "../../harness.ts";
import { clusterRef } from "../workload/fixtures.ts";
import { mirror } from "./fixtures.ts";

const addon: SoftwareInstall = { kind: "addon", addon: "mirror", values: { region: "{region}" } };
const chart: SoftwareInstall = {
  kind: "chart",
  chart: "mirror",
  version: "1.2.3",
  values: { clusterName: "{cluster}", sources: { list: ["{option.sources}"], strict: true } },
};

const texts: PlaceholderValues = {
  cluster: "prod",
  region: "eu-central-1",
  "option.sources": ["a", "b"],
};

function install(way: SoftwareInstall, settings: PlatformSettings, namespace = mirror.namespace) {
  return deploy(() => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    installSoftware(
      "mirror",
      {
        entry: { ...mirror, install: way },
        settings,
        cluster: clusterRef(),
        namespace,
        placeholders: pulumi.output(texts) as pulumi.Output<PlaceholderValues>,
        options: texts,
      },
      { parent, dependsOn: [] },
    );
  });
}

describe("the installation of platform software", () => {
  const cases: readonly [string, PlatformSettings, SoftwareInstall | undefined, object][] = [
    ["an EKS add-on", {}, addon, { by: "addon", what: "EKS add-on mirror" }],
    [
      "an add-on that others install",
      { installs: false },
      addon,
      { by: "others", what: "EKS add-on mirror" },
    ],
    ["a chart without a registry", {}, chart, { by: "others", what: "chart mirror 1.2.3" }],
    [
      "a chart from a registry",
      { chartRegistry: "oci://r.example.com/charts" },
      chart,
      { by: "chart", what: "chart mirror 1.2.3", registry: "oci://r.example.com/charts" },
    ],
    [
      "a chart that others install",
      { chartRegistry: "oci://r.example.com/charts", installs: false },
      chart,
      { by: "others", what: "chart mirror 1.2.3" },
    ],
    [
      "a capability of EKS",
      {},
      { kind: "capability", capability: "ARGOCD" },
      { by: "capability", what: "EKS capability ARGOCD" },
    ],
    ["other software", {}, undefined, { by: "others" }],
  ];
  for (const [name, settings, way, expected] of cases) {
    it(`is decided for ${name}`, () => {
      expect(installationOf(settings, way)).to.deep.equal(expected);
    });
  }

  it("creates the add-on, with its configuration and the user's", async () => {
    const { one } = await install(addon, { values: { replicas: 2 }, addonVersion: "v1.2.3-eksbuild.1" });
    expect(one("aws:eks/addon:Addon").inputs).to.deep.include({
      clusterName: "prod",
      addonName: "mirror",
      addonVersion: "v1.2.3-eksbuild.1",
      configurationValues: '{"region":"eu-central-1","replicas":2}',
    });
  });

  it("names another namespace than the add-on's own", async () => {
    const { one } = await install(addon, {}, "other");
    expect(one("aws:eks/addon:Addon").inputs["namespaceConfig"]).to.deep.equal({ namespace: "other" });
  });

  it("applies the chart as the release that the catalogue describes", async () => {
    const settings = { chartRegistry: "oci://r.example.com/charts", values: { sources: { strict: false } } };
    const { one } = await install(chart, settings);
    expect(one("kubernetes:helm.sh/v4:Chart").inputs).to.deep.include({
      name: "mirror",
      chart: "oci://r.example.com/charts/mirror",
      version: "1.2.3",
      namespace: "mirror-system",
      values: { clusterName: "prod", sources: { list: ["a", "b"], strict: false } },
    });
  });

  it("finds a chart in a repository by its URL", async () => {
    const { one } = await install(chart, { chartRegistry: "https://charts.example.com" });
    expect(one("kubernetes:helm.sh/v4:Chart").inputs).to.deep.include({
      chart: "mirror",
      repositoryOpts: { repo: "https://charts.example.com" },
    });
  });
});

describe("components that a plan can't look into", () => {
  const component = (type: string, inputs: object, remote = true) =>
    ({ urn: "urn", type, inputs, remote }) as unknown as Registration;
  const types = [
    [
      "kubernetes:helm.sh/v4:Chart",
      { chart: "mirror", version: "1.2.3", repositoryOpts: { repo: "https://c" } },
      "chart mirror 1.2.3 of https://c",
    ],
    ["kubernetes:kustomize/v2:Directory", { directory: "./base" }, "kustomization ./base"],
    ["kubernetes:yaml/v2:ConfigFile", { file: "crds.yaml" }, "file crds.yaml"],
    ["kubernetes:yaml/v2:ConfigGroup", {}, "files and objects of a group"],
  ] as const;
  for (const [type, inputs, what] of types) {
    it(`are listed: ${type}`, () => {
      expect(isRendered(component(type, inputs))).to.equal(true);
      expect(notPlannedOf(component(type, inputs)).what).to.equal(what);
    });
  }

  it("are no components of the program itself", () => {
    expect(isRendered(component("kubernetes:helm.sh/v4:Chart", {}, false))).to.equal(false);
    expect(isRendered(component("eks:index:Cluster", {}))).to.equal(false);
  });
});
