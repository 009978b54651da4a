import { expect } from "chai";
import { specOf } from "../../../components/admission/cel/admission-policy.ts";
import { imagesPolicy } from "../../../components/admission/policies/images.ts";
import { systemNamespaces } from "../../../components/contract/exempt-namespaces.ts";
import { listAt, objectAt } from "../../../plan/json.ts";
import { callerOf } from "../support/callers.ts";
import { collection, create } from "../support/kinds.ts";
import { pathOf } from "../support/requests.ts";
import { restore } from "../support/stack.ts";
import { waitUntil } from "../support/wait-until.ts";
import { digest, otherDigest, registry } from "../support/workloads.ts";
import {
  merge,
  must,
  nameOf,
  podsOf,
  reap,
  run,
  strategic,
  waitUntilGone,
  waitUntilPods,
} from "./cluster.ts";

const developer = "developer of catalog";
const namespace = "catalog";
const web = `${collection("Deployment", namespace)}/web`;
const job = `${collection("Job", namespace)}/batch`;
const images = imagesPolicy(systemNamespaces);
const policy = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${images.name}`;
const isPolicy = ({
  kind,
  metadata,
}: {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}) => kind === "ValidatingAdmissionPolicy" && metadata.name === images.name;

/** A registry is removed while its images run. New images are refused, and running workloads can still be changed. */
describe("after a registry was removed", () => {
  before(async () => {
    const { path, body } = create("Deployment", namespace, undefined, "web");
    await must(developer, "POST", path, body as object);
    await must(developer, "PATCH", `${web}/scale`, { spec: { replicas: 3 } }, merge);
    const batch = create("Job", namespace, undefined, "batch");
    const { spec, ...rest } = objectAt(batch.body);
    const labelled = JSON.parse(JSON.stringify(spec).replaceAll('"attempt"', '"batch"'));
    await must(developer, "POST", batch.path, {
      ...rest,
      metadata: { name: "batch" },
      spec: { ...labelled, completions: 3, parallelism: 1 },
    });
    await waitUntilPods(namespace, "attempt", 3);
    await waitUntilPods(namespace, "batch", 1);
    await run(namespace, "attempt", "Running");

    const tightened = specOf(images, ["registry.example.com/shop"]);
    await must("platform", "PATCH", policy, { spec: tightened }, merge);
    const caller = await callerOf(developer);
    const pod = create("Pod", namespace);
    // The API server compiles changed policies once a second.
    await waitUntil(
      "the old registry is refused",
      () => caller.request("POST", `${pod.path}?dryRun=All`, pod.body),
      ({ status }) => status === 403,
    );
  });

  after(async () => {
    await restore(isPolicy);
    for (const path of [web, job]) {
      await (await callerOf(developer)).request("DELETE", path, { propagationPolicy: "Background" });
      await waitUntilGone(path);
    }
    await waitUntil(
      "all pods are gone",
      async () => {
        await reap(namespace);
        return [...(await podsOf(namespace, "attempt")), ...(await podsOf(namespace, "batch"))].map(nameOf);
      },
      (left) => left.length === 0,
    );
  });

  it("a Job starts its later pods, and finishes", async () => {
    await waitUntil(
      "the Job is complete",
      async () => {
        await run(namespace, "batch", "Succeeded");
        return objectAt((await must("platform", "GET", job))["status"]);
      },
      ({ conditions }) =>
        listAt(conditions)
          .map(objectAt)
          .some(({ type, status }) => type === "Complete" && status === "True"),
    );
    expect(await podsOf(namespace, "batch")).to.have.length(3);
  });

  it("a Deployment shrinks and grows", async () => {
    for (const replicas of [1, 3]) {
      await must(developer, "PATCH", `${web}/scale`, { spec: { replicas } }, merge);
      await waitUntil(
        `${replicas} pods are left`,
        async () => {
          await reap(namespace);
          return (await podsOf(namespace, "attempt")).map(nameOf);
        },
        (left) => left.length === replicas,
      );
    }
  });

  it("pods' status is still written", async () => {
    const [pod] = await podsOf(namespace, "attempt");
    const { name } = objectAt(pod?.["metadata"]);
    const path = pathOf("v1", "pods", namespace, String(name));
    await must(developer, "PATCH", path, { metadata: { labels: { seen: "yes" } } }, merge);
    await must(developer, "PATCH", web, { metadata: { annotations: { note: "kept" } } }, merge);
  });

  it("a new image of the old registry is refused", async () => {
    const image = `${registry}/shop/web@${otherDigest}`;
    const patch = { spec: { template: { spec: { containers: [{ name: "app", image }] } } } };
    const { status, body } = await (await callerOf(developer)).request("PATCH", web, patch, strategic);
    expect(status).to.equal(403);
    expect(String(objectAt(body)["message"])).to.include(images.name);
  });

  it("a rollout to the new registry succeeds", async () => {
    const image = `registry.example.com/shop/web@${digest}`;
    const patch = { spec: { template: { spec: { containers: [{ name: "app", image }] } } } };
    await must(developer, "PATCH", web, patch, strategic);
    await waitUntil(
      "the old ReplicaSet has no pods",
      async () => {
        await run(namespace, "attempt", "Running");
        await reap(namespace);
        return (await podsOf(namespace, "attempt")).map((pod) => JSON.stringify(pod["spec"]));
      },
      (specs) => specs.length === 3 && specs.every((spec) => spec.includes("registry.example.com")),
    );
  });
});
