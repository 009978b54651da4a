import { type Controls, cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { templateKinds } from "../support/kinds.ts";
import { withImage } from "../support/pod-changes.ts";
import { podTable } from "../support/tables.ts";
import { another, digest, registry } from "../support/workloads.ts";

const why = "Only a scanned and signed image may run, and a tag can point to another image later.";
const serves: Controls = [
  ...requirement("B3", "D1", "E1"),
  ...cis("5.1.4"),
  ...nsa("NSA-POD-04"),
  ...mitre("T1204.003"),
];

/** Images from other registries than the allowed ones, or without a digest. */
export const attempts: readonly Attempt[] = [
  ...podTable(
    { kinds: ["Pod"], tenant: "storefront", expect: "refused", by: "casemate-images", why, serves },
    [
      { variant: "of an image from Docker Hub", change: withImage(`docker.io/library/nginx@${digest}`) },
      { variant: "of an image without a host", change: withImage(`nginx@${digest}`) },
      { variant: "of an image by tag only", change: withImage(`${registry}/shop/web:1.2.3`) },
      { variant: "of an image by the tag latest", change: withImage(`${registry}/shop/web:latest`) },
      { variant: "of an image without tag and digest", change: withImage(`${registry}/shop/web`) },
      {
        variant: "of an image from a host that begins like ours",
        change: withImage(`${registry}.evil.example/shop/web@${digest}`),
      },
      {
        variant: "of an image from a host that ends like ours",
        change: withImage(`evil.example/${registry}/shop/web@${digest}`),
      },
      {
        variant: "of an image from another account's registry",
        change: withImage(`999988887777.dkr.ecr.eu-central-1.amazonaws.com/shop/web@${digest}`),
      },
      {
        variant: "of an image from another region's registry",
        change: withImage(`111122223333.dkr.ecr.us-east-1.amazonaws.com/shop/web@${digest}`),
      },
      {
        variant: "of an image from the public gallery",
        change: withImage(`public.ecr.aws/nginx/nginx@${digest}`),
      },
      {
        variant: "of an image from a host that an unescaped dot would match",
        change: withImage(`${registry.replace(".dkr.", "xdkr.")}/shop/web@${digest}`),
      },
      { variant: "of an image on another port", change: withImage(`${registry}:8443/shop/web@${digest}`) },
      {
        variant: "of an image with the registry as the user of another host",
        change: withImage(`${registry}@evil.example/shop/web@${digest}`),
      },
      {
        variant: "of an image in upper case",
        change: withImage(`${registry.toUpperCase()}/shop/web@${digest}`),
      },
      {
        variant: "of an image whose digest is in upper case",
        change: withImage(`${registry}/shop/web@${digest.toUpperCase()}`),
      },
      {
        variant: "of an image whose digest is too short",
        change: withImage(`${registry}/shop/web@${digest.slice(0, -1)}`),
      },
      {
        variant: "of an image whose digest is too long",
        change: withImage(`${registry}/shop/web@${digest}0`),
      },
      { variant: "of an image whose digest is empty", change: withImage(`${registry}/shop/web@sha256:`) },
      {
        variant: "of an image with two digests",
        change: withImage(`${registry}/shop/web@${digest}@${digest}`),
      },
      {
        variant: "of an image with a digest in its path",
        change: withImage(`${registry}/shop/web@${digest}/evil:latest`),
      },
      {
        variant: "of an image by sha512",
        change: withImage(`${registry}/shop/web@sha512:${digest.slice(7).repeat(2)}`),
      },
      {
        variant: "of an image with `..` in its path",
        change: withImage(`${registry}/../evil/web@${digest}`),
      },
      { variant: "of an image with only the registry", change: withImage(`${registry}@${digest}`) },
      { variant: "of an image after a scheme", change: withImage(`https://${registry}/shop/web@${digest}`) },
    ],
  ),
  // The API server itself refuses spaces around a reference.
  ...podTable({ kinds: ["Pod"], tenant: "storefront", expect: "refused", by: "validation", why, serves }, [
    { variant: "of an image with a space before it", change: withImage(` ${registry}/shop/web@${digest}`) },
    { variant: "of an image with a space behind it", change: withImage(`${registry}/shop/web@${digest} `) },
  ]),
  // An image outside the first container.
  ...podTable({ tenant: "checkout", expect: "refused", by: "casemate-images", why, serves }, [
    {
      variant: "with an image from Docker Hub in an init container",
      kinds: ["Pod"],
      change: (spec, container) => {
        spec.initContainers = [another(container, "init", { image: "docker.io/library/busybox" })];
      },
    },
    {
      variant: "with an image from Docker Hub in a second container",
      kinds: ["Pod"],
      change: (spec, container) => {
        spec.containers.push(another(container, "second", { image: "docker.io/library/busybox" }));
      },
    },
    {
      variant: "with an image from Docker Hub in an image volume",
      kinds: ["Pod"],
      change: (spec) => {
        spec.volumes = [{ name: "files", image: { reference: "docker.io/library/busybox" } }];
      },
    },
    {
      variant: "with an image from Docker Hub in an image volume of a template",
      kinds: ["Deployment"],
      change: (spec) => {
        spec.volumes = [{ name: "files", image: { reference: `docker.io/library/busybox@${digest}` } }];
      },
    },
    {
      variant: "with an image from Docker Hub in an init container of a template",
      kinds: ["CronJob"],
      change: (spec, container) => {
        spec.initContainers = [another(container, "init", { image: "docker.io/library/busybox" })];
      },
    },
  ]),
  ...podTable(
    { kinds: templateKinds, tenant: "cart", expect: "refused", by: "casemate-images", why, serves },
    [{ variant: "of an image from Docker Hub", change: withImage(`docker.io/library/nginx@${digest}`) }],
  ),
];
