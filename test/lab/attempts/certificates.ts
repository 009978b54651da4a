import { nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { make, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

/** A PKCS #10 request for `O = system:masters, CN = attempt`, in base64 of PEM. Its key was deleted. */
const mastersRequest = [
  "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIbU1JR05BZ0VBTUNzeEZ6QVZCZ05WQkFvTURuTjVjM1Js",
  "YlRwdFlYTjBaWEp6TVJBd0RnWURWUVFEREFkaApkSFJsYlhCME1Ga3dFd1lIS29aSXpqMENBUVlJS29aSXpqMERBUWNEUWdB",
  "RWxNTktLNXdjZDFHREt1Q0pIdUR1CnZKTDRUZlkrZitMWktBdEtUSmk3bnRHQmp0T0lTNXVCNWZydU9RM3FLMXN3dHV1TUFK",
  "dXhubnNpRmx2NW14aUYKaktBQU1Bb0dDQ3FHU000OUJBTUNBMGdBTUVVQ0lRQ2JBSUZkeHo1bnRjMDdnYi9lTHNvTnpkbU0y",
  "cTFYWjBqcApEa3N3QVJ5L1R3SWdmK0wzWldWeEU0bllHUDE4dG1zWmxmSEVra0dQVFU2VTdzblJHRzRuZEQ0PQotLS0tLUVO",
  "RCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K",
].join("");

const csr = (signerName: string) => ({
  apiVersion: "certificates.k8s.io/v1",
  kind: "CertificateSigningRequest",
  metadata: { name: "attempt" },
  spec: { signerName, usages: ["client auth"], request: mastersRequest },
});

/** Client certificates from the cluster's own authority. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "A client certificate can't be revoked, and names its own groups.",
      serves: [...requirement("A1"), ...nsa("NSA-AUTH-02")],
    },
    [
      {
        as: "developer of checkout",
        name: "requests a client certificate of the group system:masters",
        does: make(
          pathOf("certificates.k8s.io/v1", "certificatesigningrequests"),
          csr("kubernetes.io/kube-apiserver-client"),
        ),
      },
      {
        as: "delegate of checkout",
        name: "requests a kubelet's certificate",
        does: make(
          pathOf("certificates.k8s.io/v1", "certificatesigningrequests"),
          csr("kubernetes.io/kube-apiserver-client-kubelet"),
        ),
      },
      {
        as: "operator of checkout",
        name: "approves a certificate",
        does: mergePatch(
          pathOf("certificates.k8s.io/v1", "certificatesigningrequests", undefined, "attempt/approval"),
          { status: {} },
        ),
      },
      {
        as: "workload of checkout/checkoutservice",
        name: "writes a certificate into a signing request",
        does: mergePatch(
          pathOf("certificates.k8s.io/v1", "certificatesigningrequests", undefined, "attempt/status"),
          {
            status: { certificate: "" },
          },
        ),
      },
    ],
  ),
  {
    name: "requests a client certificate of the group system:masters",
    as: "platform",
    does: make(
      pathOf("certificates.k8s.io/v1", "certificatesigningrequests"),
      csr("kubernetes.io/kube-apiserver-client"),
    ),
    expect: "refused",
    by: "certificates",
    why: "The API server issues no certificate for this group.",
    serves: [...requirement("A1"), ...nsa("NSA-AUTH-02")],
  },
];
