import { type Controls, cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Preparation } from "../support/attempt.ts";
import { collection, create, podNamed } from "../support/kinds.ts";
import { forceApply, jsonPatch, makeForReal, pathOf, strategicPatch } from "../support/requests.ts";
import { another, digest, otherDigest, podSpec, registry } from "../support/workloads.ts";

const waiting: Preparation = {
  as: "developer of checkout",
  ...makeForReal(collection("Pod", "checkout"), podNamed("waiting", "checkout")),
};
const deployed: Preparation = { as: "developer of checkout", ...create("Deployment", "checkout") };
const pod = pathOf("v1", "pods", "checkout", "waiting");
const deployment = pathOf("apps/v1", "deployments", "checkout", "attempt");
const podSpecPath = "/spec/template/spec";
const hub = `docker.io/library/nginx@${digest}`;
const imagesServe: Controls = [
  ...requirement("B3", "D1", "E1"),
  ...cis("5.1.4"),
  ...mitre("T1204.003", "T1525"),
];

/** Updates of objects that were compliant when they were created. */
export const attempts: readonly Attempt[] = [
  {
    name: "changes a waiting pod's image to one from Docker Hub",
    as: "developer of checkout",
    given: [waiting],
    does: strategicPatch(pod, { spec: { containers: [{ name: "app", image: hub }] } }),
    expect: "refused",
    by: "casemate-images",
    why: "The image is one of the few fields of a pod that an update can change.",
    serves: imagesServe,
  },
  {
    name: "changes a Deployment's image to a tag",
    as: "developer of checkout",
    given: [deployed],
    does: jsonPatch(deployment, {
      op: "replace",
      path: `${podSpecPath}/containers/0/image`,
      value: `${registry}/shop/web:latest`,
    }),
    expect: "refused",
    by: "casemate-images",
    why: "An update must not bypass the policies for creations.",
    serves: imagesServe,
  },
  {
    name: "adds a container from Docker Hub to a Deployment by apply",
    as: "developer of checkout",
    given: [deployed],
    does: forceApply(deployment, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "attempt" },
      spec: {
        selector: { matchLabels: { app: "attempt" } },
        template: {
          metadata: { labels: { app: "attempt" } },
          spec: podSpec("checkout", (spec, first) => {
            spec.containers.push(another(first, "second", { image: hub }));
          }),
        },
      },
    }),
    expect: "refused",
    by: "casemate-images",
    why: "Server-side apply can write fields that its manager didn't own.",
    serves: imagesServe,
  },
  {
    name: "makes a Deployment's containers privileged",
    as: "developer of checkout",
    given: [deployed],
    does: jsonPatch(deployment, {
      op: "add",
      path: `${podSpecPath}/containers/0/securityContext`,
      value: { privileged: true, readOnlyRootFilesystem: true },
    }),
    expect: "refused",
    by: "casemate-templates",
    why: "An update must not bypass the policies for creations.",
    serves: [...requirement("A10", "C2"), ...cis("4.2.1"), ...nsa("NSA-POD-05")],
  },
  {
    name: "makes a Deployment's root file system writable",
    as: "developer of checkout",
    given: [deployed],
    does: jsonPatch(deployment, {
      op: "remove",
      path: `${podSpecPath}/containers/0/securityContext/readOnlyRootFilesystem`,
    }),
    expect: "refused",
    by: "casemate-pods",
    why: "An intruder needs a writable path to install tools.",
    serves: [...requirement("A10", "B3"), ...nsa("NSA-POD-03")],
  },
  {
    name: "enables a Deployment's token",
    as: "developer of checkout",
    given: [deployed],
    does: jsonPatch(deployment, {
      op: "replace",
      path: `${podSpecPath}/automountServiceAccountToken`,
      value: true,
    }),
    expect: "refused",
    by: "casemate-service-accounts",
    why: "The tenant's file declares the workloads that call the API.",
    serves: [...requirement("A3"), ...cis("4.1.6"), ...nsa("NSA-POD-17")],
  },
  {
    name: "moves a Deployment onto pci nodes",
    as: "developer of checkout",
    given: [deployed],
    does: strategicPatch(deployment, {
      spec: { template: { spec: { nodeSelector: { "casemate.dev/node-class": "pci" } } } },
    }),
    expect: "refused",
    by: "casemate-placement",
    why: "Only card payments may run on the nodes for card payments.",
    serves: [...requirement("A7", "E2"), ...nsa("NSA-POD-18")],
  },
  {
    name: "runs a Pod from Docker Hub with a ReplicaSet as its owner",
    as: "developer of checkout",
    does: {
      method: "POST",
      path: collection("Pod", "checkout"),
      body: {
        metadata: {
          name: "attempt",
          ownerReferences: [
            {
              apiVersion: "apps/v1",
              kind: "ReplicaSet",
              name: "web",
              uid: "00000000-0000-0000-0000-000000000000",
              controller: true,
            },
          ],
        },
        spec: podSpec("checkout", (_, first) => {
          first.image = hub;
        }),
      },
    },
    expect: "refused",
    by: "casemate-images",
    why: "The policies don't judge controllers' pods again, but every creator of a pod can write its owners.",
    serves: imagesServe,
  },
  {
    name: "writes a revision from which a StatefulSet's controller creates pods",
    as: "developer of checkout",
    does: {
      method: "POST",
      path: pathOf("apps/v1", "controllerrevisions", "checkout"),
      body: {
        metadata: { name: "attempt" },
        revision: 1,
        data: { spec: { template: { spec: { containers: [{ name: "app", image: hub }] } } } },
      },
    },
    expect: "refused",
    by: "rbac",
    why: "The controller creates pods from it, and no policy has judged its template.",
    serves: [...requirement("B7", "D1"), ...nsa("NSA-AUTH-03")],
  },
  {
    name: "updates a Deployment to another digest",
    as: "developer of checkout",
    given: [deployed],
    does: jsonPatch(deployment, {
      op: "replace",
      path: `${podSpecPath}/containers/0/image`,
      value: `${registry}/shop/web@${otherDigest}`,
    }),
    expect: "admitted",
    why: "Teams deploy new images in this way.",
    serves: [...requirement("D1", "E1")],
  },
];
