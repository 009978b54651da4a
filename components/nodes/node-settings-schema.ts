import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { InputProblem } from "../shared/input/input-error.ts";
import { type Entry, reporting, reportingEntries } from "../shared/input/reporting.ts";
import { listOf, optional, strictObject } from "../shared/input/schemas.ts";
import type { NodeProxy, NodeSettings } from "./node-settings.ts";

const proxyUrl = z
  .string("a proxy's URL, such as http://proxy.example.com:3128")
  .check(reporting(proxyProblems));
const noProxyEntry = z
  .string("a host, domain or range, such as .example.com")
  .regex(/^[A-Za-z0-9.:/*-]+$/, "a host, domain or range, such as .example.com");

const proxySchema = strictObject({
  url: proxyUrl,
  noProxy: optional(listOf(noProxyEntry, "hosts, domains or ranges, such as [.example.com]")),
} satisfies Readonly<Record<keyof NodeProxy, z.ZodType>>);

/** EC2 takes at most 50 tags a resource; EKS and Auto Scaling add some (EC2 user guide, "Tag restrictions"). */
const mostTags = 40;
const tagAllowed = "a tag without the prefix aws:, at most 128 characters";

/** Tags of AWS resources. */
export const tagsSchema = z
  .record(z.string(), z.string("a text").max(256, "at most 256 characters"), "tags, such as { team: shop }")
  .check(reportingEntries(tagProblems))
  .readonly();

export const nodeSettingsSchema = strictObject({
  proxy: optional(proxySchema.describe("The proxy for the nodes' own connections. Default: none.")),
  certificateAuthorities: optional(
    listOf(z.string("a certificate in PEM").check(reporting(certificateProblems)), "certificates in PEM")
      .check(reporting(bundleProblems))
      .describe("Certificates of private authorities in PEM, which nodes trust. Default: none."),
  ),
  tags: optional(tagsSchema.describe("Tags of instances, volumes and network interfaces. Default: none.")),
} satisfies Readonly<Record<keyof NodeSettings, z.ZodType>>) satisfies z.ZodType<NodeSettings>;

function proxyProblems(url: string): InputProblem[] {
  const allowed = "a proxy's URL of host and port, such as http://proxy.example.com:3128";
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || /["'\s\\]/.test(url)) {
    return [{ path: "", received: url, allowed }];
  }
  if (parsed.username !== "" || parsed.password !== "") {
    const fix =
      "A user who may describe instances reads their user data. Let the proxy know the nodes by their addresses.";
    return [{ path: "", received: "a URL with a password", allowed: "a URL without user and password", fix }];
  }
  return parsed.pathname === "/" && parsed.search === "" && parsed.hash === ""
    ? []
    : [{ path: "", received: url, allowed }];
}

const pem = /-----BEGIN ([A-Z ]+)-----[A-Za-z0-9+/=\s]+-----END \1-----/g;

function certificateProblems(text: string): InputProblem[] {
  const allowed = "one or more certificates in PEM: -----BEGIN CERTIFICATE-----";
  const blocks = [...text.matchAll(pem)];
  if (blocks.some(([, kind]) => kind !== "CERTIFICATE")) {
    const fix = "A key has no place in a node's user data. If it was committed, replace it.";
    return [{ path: "", received: "a text with a key", allowed: "only certificates in PEM", fix }];
  }
  return blocks.length > 0 && blocks.every(([block]) => isCertificate(block))
    ? []
    : [{ path: "", received: `a text of ${text.length} characters`, allowed }];
}

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}

/** EC2 takes 16 KiB of user data before base64. EKS adds its own part, and Bottlerocket wants base64 inside. */
const mostPem = 8 * 1024;

function bundleProblems(certificates: readonly string[]): InputProblem[] {
  const size = certificates.reduce((sum, text) => sum + text.length, 0);
  return size <= mostPem
    ? []
    : [
        {
          path: "",
          received: `${size} characters`,
          allowed: `at most ${mostPem} characters together`,
          fix: "User data is limited to 16 KiB. Name only the authorities that nodes meet, not a whole bundle.",
        },
      ];
}

function tagProblems(tags: readonly Entry<string>[]): InputProblem[] {
  const tooMany: InputProblem[] =
    tags.length > mostTags
      ? [{ path: "", received: `${tags.length} tags`, allowed: `at most ${mostTags} tags` }]
      : [];
  return [
    ...tooMany,
    ...tags.flatMap(([key, value]): InputProblem[] =>
      /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(String(key))
        ? []
        : [{ path: `[${JSON.stringify(key)}]`, received: value, allowed: tagAllowed }],
    ),
  ];
}
