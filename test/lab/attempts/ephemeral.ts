import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Preparation } from "../support/attempt.ts";
import { collection, podNamed } from "../support/kinds.ts";
import { makeForReal, pathOf, strategicPatch } from "../support/requests.ts";
import { digest, image, podSpec } from "../support/workloads.ts";

const waiting: Preparation = {
  as: "developer of checkout",
  ...makeForReal(collection("Pod", "checkout"), podNamed("waiting", "checkout")),
};
const pod = pathOf("v1", "pods", "checkout", "waiting");
const hub = `docker.io/library/nginx@${digest}`;
const [container] = podSpec("checkout").containers;
const ephemeral = (name: string, from: string) => ({
  spec: {
    ephemeralContainers: [
      {
        name,
        image: from,
        securityContext: container?.securityContext,
      },
    ],
  },
});

/** Ephemeral containers in existing pods, which no Deployment declares. */
export const attempts: readonly Attempt[] = [
  {
    name: "puts an ephemeral container of Docker Hub into a pod",
    as: "gitops",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, ephemeral("debug", hub)),
    expect: "refused",
    by: "casemate-images",
    why: "An ephemeral container brings tools past the deployment.",
    serves: [...requirement("B3", "D1", "E1"), ...cis("5.1.4"), ...mitre("T1204.003", "T1525")],
  },
  {
    name: "puts a privileged ephemeral container into a pod",
    as: "gitops",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, {
      spec: {
        ephemeralContainers: [
          { name: "debug", image, securityContext: { privileged: true, readOnlyRootFilesystem: true } },
        ],
      },
    }),
    expect: "refused",
    by: "pod-security",
    why: "`kubectl debug` asks for exactly this by its sysadmin profile.",
    serves: [...requirement("A10"), ...cis("4.2.1"), ...nsa("NSA-POD-05"), ...mitre("T1611")],
  },
  {
    name: "puts an ephemeral container that may write into a pod",
    as: "gitops",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, {
      spec: {
        ephemeralContainers: [
          {
            name: "debug",
            image,
            securityContext: { ...container?.securityContext, readOnlyRootFilesystem: false },
          },
        ],
      },
    }),
    expect: "refused",
    by: "casemate-pods",
    why: "An intruder who can't write has nowhere to put tools.",
    serves: [...requirement("A10", "B3"), ...nsa("NSA-POD-03")],
  },
  {
    name: "puts an ephemeral container into a pod",
    as: "operator of checkout",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, ephemeral("debug", image)),
    expect: "refused",
    by: "rbac",
    why: "An ephemeral container is bound by no limits, and in no deployment's history.",
    serves: [...requirement("B7"), ...nsa("NSA-POD-19"), ...mitre("T1609")],
  },
  {
    name: "debugs a pod with a compliant ephemeral container",
    as: "platform",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, ephemeral("debug", image)),
    expect: "admitted",
    why: "In a class that lets people in, the platform helps.",
    serves: [...requirement("B7"), ...nsa("NSA-POD-19")],
  },
];
