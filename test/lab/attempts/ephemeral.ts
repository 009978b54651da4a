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
    name: "adds an ephemeral container from Docker Hub to a pod",
    as: "gitops",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, ephemeral("debug", hub)),
    expect: "refused",
    by: "casemate-images",
    why: "An ephemeral container adds tools that no deployment contains.",
    serves: [...requirement("B3", "D1", "E1"), ...cis("5.1.4"), ...mitre("T1204.003", "T1525")],
  },
  {
    name: "adds a privileged ephemeral container to a pod",
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
    why: "The sysadmin profile of `kubectl debug` requests exactly this.",
    serves: [...requirement("A10"), ...cis("4.2.1"), ...nsa("NSA-POD-05"), ...mitre("T1611")],
  },
  {
    name: "adds an ephemeral container with a writable file system to a pod",
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
    why: "An intruder needs a writable path to install tools.",
    serves: [...requirement("A10", "B3"), ...nsa("NSA-POD-03")],
  },
  {
    name: "adds an ephemeral container to a pod",
    as: "operator of checkout",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, ephemeral("debug", image)),
    expect: "refused",
    by: "rbac",
    why: "An ephemeral container has no limits, and no deployment's history contains it.",
    serves: [...requirement("B7"), ...nsa("NSA-POD-19"), ...mitre("T1609")],
  },
  {
    name: "debugs a pod with a compliant ephemeral container",
    as: "platform",
    given: [waiting],
    does: strategicPatch(`${pod}/ephemeralcontainers`, ephemeral("debug", image)),
    expect: "admitted",
    why: "A class that allows access to pods must allow debugging.",
    serves: [...requirement("B7"), ...nsa("NSA-POD-19")],
  },
];
