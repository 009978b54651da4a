import { stringify } from "yaml";
import type { Target } from "./http.ts";

/** A kubeconfig with everything inside. */
export function kubeconfig(
  { url, authority, certificate, key, token }: Target,
  { name = "lab", namespace }: { name?: string; namespace?: string } = {},
): string {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  return stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name, cluster: { server: url, "certificate-authority-data": base64(authority) } }],
      users: [
        {
          name,
          user: {
            ...(token === undefined ? {} : { token }),
            ...(certificate === undefined ? {} : { "client-certificate-data": base64(certificate) }),
            ...(key === undefined ? {} : { "client-key-data": base64(key) }),
          },
        },
      ],
      contexts: [
        { name, context: { cluster: name, user: name, ...(namespace === undefined ? {} : { namespace }) } },
      ],
      "current-context": name,
    },
    { lineWidth: 0 },
  );
}
