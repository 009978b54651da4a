import { expect } from "chai";
import fc from "fast-check";
import { schemaProblems } from "../../../components/shared/input/schema-problems.ts";
import { type NamespaceSize, sizes } from "../../../components/workload/namespace-size.ts";
import { formatBytes, formatCpu, parseQuantity } from "../../../components/workload/quantity.ts";
import { limitRangeItems, quotaHard, resolveSize } from "../../../components/workload/size.ts";
import { sizeSchema } from "../../../components/workload/size-schema.ts";

const own: NamespaceSize = { cpu: 2, memory: "4Gi", ephemeralStorage: "4Gi", storage: "10Gi", pods: 10 };

describe("parseQuantity", () => {
  const readable: [string | number, number][] = [
    ["4", 4],
    [4, 4],
    [0.5, 0.5],
    ["500m", 0.5],
    ["1.5", 1.5],
    ["1k", 1000],
    ["1Ki", 1024],
    ["1.5Gi", 1.5 * 1024 ** 3],
    ["8G", 8e9],
    ["0", 0],
  ];
  for (const [text, value] of readable) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => {
      expect(parseQuantity(text)).to.equal(value);
    });
  }
  for (const text of [
    "",
    "-1",
    "+1",
    "1e3",
    "1 Gi",
    "1gi",
    "Gi",
    "1KB",
    ".5",
    "5.",
    "0x10",
    "1Ei",
    "10u",
    Number.NaN,
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseQuantity(text)).to.equal(undefined);
    });
  }

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (bytes) => {
        expect(parseQuantity(formatBytes(bytes * 4096))).to.equal(bytes * 4096);
        expect(parseQuantity(formatCpu(bytes / 1000))).to.be.closeTo(bytes / 1000, 1e-9);
      }),
    );
  });
});

describe("quotaHard", () => {
  it("limits compute, storage and objects, with the largest pod in addition for rollouts", () => {
    expect(quotaHard(own)).to.deep.equal({
      "requests.cpu": "3",
      "limits.cpu": "6",
      "requests.memory": "6Gi",
      "limits.memory": "6Gi",
      "requests.ephemeral-storage": "6Gi",
      "limits.ephemeral-storage": "6Gi",
      "requests.nvidia.com/gpu": "0",
      "requests.storage": "10Gi",
      persistentvolumeclaims: "3",
      pods: "13",
      services: "5",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
      secrets: "32",
      configmaps: "11",
      "count/pods": "50",
      "count/deployments.apps": "20",
      "count/statefulsets.apps": "20",
      "count/replicasets.apps": "220",
      "count/resourceclaims.resource.k8s.io": "0",
      "count/resourceclaimtemplates.resource.k8s.io": "0",
      "count/controllerrevisions.apps": "220",
      "count/jobs.batch": "20",
      "count/cronjobs.batch": "20",
      "count/leases.coordination.k8s.io": "20",
      "count/horizontalpodautoscalers.autoscaling": "20",
      "count/ingresses.networking.k8s.io": "20",
      "count/poddisruptionbudgets.policy": "20",
    });
  });

  it("counts kube-root-ca.crt in addition to the config maps of the size", () => {
    expect(quotaHard({ ...own, configMaps: 0 })["configmaps"]).to.equal("1");
  });

  it("counts GPUs, of which a namespace has none unless its size says so", () => {
    expect(quotaHard({ ...own, gpus: 4 })["requests.nvidia.com/gpu"]).to.equal("4");
  });

  it("has room for two Helm releases with ten revisions each and other Secrets in a small namespace", () => {
    expect(Number(quotaHard(sizes.small)["secrets"])).to.be.at.least(2 * 11 + 20);
  });

  it("allows no claims without storage", () => {
    const hard = quotaHard({ ...own, storage: "0" });
    expect(hard["requests.storage"]).to.equal("0");
    expect(hard["persistentvolumeclaims"]).to.equal("0");
  });
});

describe("limitRangeItems", () => {
  it("sets defaults and limits for a container's resources", () => {
    expect(limitRangeItems(own)).to.deep.equal([
      {
        type: "Container",
        min: { cpu: "1m", memory: "8Mi", "ephemeral-storage": "1Mi" },
        defaultRequest: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "409Mi" },
        default: { cpu: "400m", memory: "256Mi", "ephemeral-storage": "409Mi" },
        max: { cpu: "1", memory: "2Gi", "ephemeral-storage": "2Gi" },
      },
      { type: "Pod", max: { cpu: "1", memory: "2Gi", "ephemeral-storage": "2Gi" } },
      { type: "PersistentVolumeClaim", max: { storage: "10Gi" } },
    ]);
  });

  it("has bounds in order, for any largest pod", () => {
    const [container] = limitRangeItems({
      ...own,
      largestPod: { cpu: "50m", memory: "100Mi", ephemeralStorage: "4Gi" },
    }) as unknown as [Record<string, Record<string, string>>];
    expect(container).to.deep.include({
      defaultRequest: { cpu: "50m", memory: "100Mi", "ephemeral-storage": "409Mi" },
      default: { cpu: "50m", memory: "100Mi", "ephemeral-storage": "409Mi" },
      max: { cpu: "50m", memory: "100Mi", "ephemeral-storage": "4Gi" },
    });
  });

  it("fits the size's number of pods without requests, for any size", () => {
    const anySize = fc
      .record({
        cpu: fc.integer({ min: 1, max: 64_000 }).map((millis) => `${millis}m`),
        memory: fc.integer({ min: 8, max: 100_000 }).map((mib) => `${mib}Mi`),
        ephemeralStorage: fc.integer({ min: 1, max: 100_000 }).map((mib) => `${mib}Mi`),
        storage: fc.constantFrom("0", "20Gi"),
        pods: fc.integer({ min: 1, max: 500 }),
      })
      .filter((size) => problemsOf(size).length === 0);
    const number = (text: string | undefined) => parseQuantity(text ?? "none") ?? Number.NaN;
    fc.assert(
      fc.property(anySize, (size) => {
        const hard = quotaHard(size);
        const [container] = limitRangeItems(size) as unknown as [Record<string, Record<string, string>>];
        for (const resource of ["cpu", "memory", "ephemeral-storage"]) {
          const of = (bound: string) => number(container[bound]?.[resource]);
          expect(of("defaultRequest") * size.pods).to.be.at.most(number(hard[`requests.${resource}`]) + 1e-9);
          expect(of("default") * size.pods).to.be.at.most(number(hard[`limits.${resource}`]) + 1e-9);
          expect(of("min")).to.be.at.most(of("defaultRequest"));
          expect(of("defaultRequest")).to.be.at.most(of("default"));
          expect(of("default")).to.be.at.most(of("max"));
        }
      }),
    );
  });
});

describe("rollouts", () => {
  const resources = ["cpu", "memory", "ephemeral-storage"] as const;
  const number = (text: string | undefined) => parseQuantity(text ?? "none") ?? Number.NaN;
  const bounds = (size: NamespaceSize, resource: (typeof resources)[number]) => {
    const [container] = limitRangeItems(size) as unknown as [Record<string, Record<string, string>>];
    const field = resource === "ephemeral-storage" ? "ephemeralStorage" : resource;
    return {
      total: number(String(size[field])),
      most: number(container["max"]?.[resource]),
      quota: number(quotaHard(size)[`requests.${resource}`]),
    };
  };

  for (const [name, size] of Object.entries(sizes)) {
    for (const resource of resources) {
      it(`of the largest pod of ${name} end, also in a full namespace: ${resource}`, () => {
        const { total, most, quota } = bounds(size, resource);
        expect(most).to.be.greaterThan(0);
        expect(total + most).to.be.at.most(quota + 1e-9);
      });
    }
  }

  it("of a Deployment that fills its namespace end, for any number of replicas and any largest pod", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (replicas, percentOfPod) => {
          const size = { ...own, cpu: 64, pods: replicas, largestPod: { cpu: `${640 * percentOfPod}m` } };
          const { total, most, quota } = bounds(size, "cpu");
          const each = total / replicas;
          if (each <= most) {
            expect((replicas + Math.ceil(replicas / 4)) * each).to.be.at.most(quota + 1e-6);
          }
          expect(replicas + Math.ceil(replicas / 4)).to.be.at.most(number(quotaHard(size)["pods"]));
        },
      ),
    );
  });

  it("of a single replica of three cores end in a small namespace that allows it", () => {
    const { most, quota } = bounds({ ...sizes.small, largestPod: { cpu: 3 } }, "cpu");
    expect([most, quota]).to.deep.equal([3, 7]);
  });
});

function problemsOf(size: unknown) {
  return schemaProblems(sizeSchema, size);
}

describe("sizeSchema", () => {
  for (const [name, size] of Object.entries(sizes)) {
    it(`accepts ${name}`, () => {
      expect(problemsOf(size)).to.deep.equal([]);
    });
  }

  const broken: [Partial<NamespaceSize>, string, string][] = [
    [{ cpu: "lots" }, "cpu", "a Kubernetes quantity in whole millicores, such as 4 or 500m"],
    [{ cpu: 0.0005 }, "cpu", "a Kubernetes quantity in whole millicores, such as 4 or 500m"],
    [{ memory: "8GB" }, "memory", "a Kubernetes quantity in whole bytes, such as 8Gi"],
    [{ memory: "500m" }, "memory", "a Kubernetes quantity in whole bytes, such as 8Gi"],
    [{ storage: "-1Gi" }, "storage", "a Kubernetes quantity in whole bytes, such as 20Gi, or 0 for none"],
    [{ memory: "64Mi" }, "memory", "at least 80Mi, which is 8Mi for each of 10 pods"],
    [{ cpu: 0 }, "cpu", "at least 10m, which is 1m for each of 10 pods"],
    [{ gpus: -1 }, "gpus", "a whole number of at least 0"],
    [{ gpus: 0.5 }, "gpus", "a whole number of at least 0"],
    [{ largestPod: { cpu: 3 } }, "largestPod.cpu", "from 1m to 2, the cpu of the whole namespace"],
    [
      { largestPod: { memory: "1Mi" } },
      "largestPod.memory",
      "from 8Mi to 4Gi, the memory of the whole namespace",
    ],
    [
      { largestPod: { memory: "4GB" } },
      "largestPod.memory",
      "a Kubernetes quantity in whole bytes, such as 8Gi",
    ],
  ];
  for (const [field, path, allowed] of broken) {
    it(`refuses ${JSON.stringify(field)}`, () => {
      const found = problemsOf({ ...own, ...field });
      expect(found).to.have.length(1);
      expect(found[0]).to.include({ path, allowed });
    });
  }

  it("names all problems of a size together", () => {
    const size = { cpu: 4, memory: "8GB", ephemeralStorage: "8Gi", storage: 0, pods: 10 };
    expect(problemsOf(size).map(({ path }) => path)).to.deep.equal(["memory", "storage"]);
    const worse = { cpu: "x", memroy: "8Gi", memory: "8GB", storage: 0, pods: 0, gpus: "1", largestPod: 1 };
    expect(problemsOf(worse).map(({ path }) => path)).to.have.members([
      "cpu",
      "memroy",
      "memory",
      "ephemeralStorage",
      "storage",
      "pods",
      "gpus",
      "largestPod",
    ]);
  });

  it("is small by default", () => {
    expect(resolveSize(undefined)).to.equal(sizes.small);
  });
});
