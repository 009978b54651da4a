import type { Attempt } from "../support/attempt.ts";
import { create, type WorkloadKind } from "../support/kinds.ts";
import { another, type Change, digest, registry } from "../support/workloads.ts";

/** Images that aren't of the allowed registry, or not by digest, however they are written. */
const references: readonly (readonly [what: string, image: string])[] = [
  ["of Docker Hub", `docker.io/library/nginx@${digest}`],
  ["without a host", `nginx@${digest}`],
  ["by tag only", `${registry}/shop/web:1.2.3`],
  ["by the tag latest", `${registry}/shop/web:latest`],
  ["without tag and digest", `${registry}/shop/web`],
  ["of a look-alike host that begins as ours", `${registry}.evil.example/shop/web@${digest}`],
  ["of a look-alike host that ends as ours", `evil.example/${registry}/shop/web@${digest}`],
  ["of another account's registry", `999988887777.dkr.ecr.eu-central-1.amazonaws.com/shop/web@${digest}`],
  ["of another region's registry", `111122223333.dkr.ecr.us-east-1.amazonaws.com/shop/web@${digest}`],
  ["of the public gallery", `public.ecr.aws/nginx/nginx@${digest}`],
  [
    "with a host that a dot's wildcard would match",
    `${registry.replace(".dkr.", "xdkr.")}/shop/web@${digest}`,
  ],
  ["on another port", `${registry}:8443/shop/web@${digest}`],
  ["with the registry as user of another host", `${registry}@evil.example/shop/web@${digest}`],
  ["in upper case", `${registry.toUpperCase()}/shop/web@${digest}`],
  ["whose digest is in upper case", `${registry}/shop/web@${digest.toUpperCase()}`],
  ["whose digest is cut short", `${registry}/shop/web@${digest.slice(0, -1)}`],
  ["whose digest is too long", `${registry}/shop/web@${digest}0`],
  ["whose digest is empty", `${registry}/shop/web@sha256:`],
  ["with two digests", `${registry}/shop/web@${digest}@${digest}`],
  ["with a digest in its path", `${registry}/shop/web@${digest}/evil:latest`],
  ["by sha512", `${registry}/shop/web@sha512:${digest.slice(7).repeat(2)}`],
  ["with a path that climbs", `${registry}/../evil/web@${digest}`],
  ["with nothing but the registry", `${registry}@${digest}`],
  ["after a scheme", `https://${registry}/shop/web@${digest}`],
];

const why = "What runs must be what was scanned and signed, and a tag can be moved afterwards.";
const serves = ["B3", "D1", "E1", "5.1.4", "NSA-POD-04", "T1204.003"] as const;

/** In a place of the pod other than its first container. */
const places: readonly (readonly [where: string, kind: WorkloadKind, change: Change])[] = [
  [
    "in an init container",
    "Pod",
    (spec, container) => {
      spec.initContainers = [another(container, "init", { image: "docker.io/library/busybox" })];
    },
  ],
  [
    "in a second container",
    "Pod",
    (spec, container) => {
      spec.containers.push(another(container, "second", { image: "docker.io/library/busybox" }));
    },
  ],
  [
    "in an image volume",
    "Pod",
    (spec) => {
      spec.volumes = [{ name: "files", image: { reference: "docker.io/library/busybox" } }];
    },
  ],
  [
    "in an image volume of a template",
    "Deployment",
    (spec) => {
      spec.volumes = [{ name: "files", image: { reference: `docker.io/library/busybox@${digest}` } }];
    },
  ],
  [
    "in an init container of a template",
    "CronJob",
    (spec, container) => {
      spec.initContainers = [another(container, "init", { image: "docker.io/library/busybox" })];
    },
  ],
];

const fromHub: Change = (_, container) => {
  container.image = `docker.io/library/nginx@${digest}`;
};

export const images: readonly Attempt[] = [
  ...references.map(
    ([what, image]): Attempt => ({
      name: `runs a Pod of an image ${what}`,
      as: "developer of storefront",
      does: create("Pod", "storefront", (_, container) => {
        container.image = image;
      }),
      expect: "refused",
      by: "casemate-images",
      why,
      serves,
    }),
  ),
  // The API server itself refuses spaces around a reference.
  ...(
    [
      ["before", ` ${registry}/shop/web@${digest}`],
      ["behind", `${registry}/shop/web@${digest} `],
    ] as const
  ).map(
    ([where, image]): Attempt => ({
      name: `runs a Pod of an image with a space ${where} it`,
      as: "developer of storefront",
      does: create("Pod", "storefront", (_, container) => {
        container.image = image;
      }),
      expect: "refused",
      by: "validation",
      why,
      serves,
    }),
  ),
  ...places.map(
    ([where, kind, change]): Attempt => ({
      name: `runs a ${kind} with an image of Docker Hub ${where}`,
      as: "developer of checkout",
      does: create(kind, "checkout", change),
      expect: "refused",
      by: "casemate-images",
      why,
      serves,
    }),
  ),
  ...(["Deployment", "StatefulSet", "Job", "CronJob"] as const).map(
    (kind): Attempt => ({
      name: `runs a ${kind} of an image of Docker Hub`,
      as: "developer of cart",
      does: create(kind, "cart", fromHub),
      expect: "refused",
      by: "casemate-images",
      why,
      serves,
    }),
  ),
  ...(["ReplicaSet", "DaemonSet", "ReplicationController", "PodTemplate"] as const).map(
    (kind): Attempt => ({
      name: `runs a ${kind} of an image of Docker Hub`,
      as: "gitops",
      does: create(kind, "cart", fromHub),
      expect: "refused",
      by: "casemate-images",
      why,
      serves,
    }),
  ),
];
