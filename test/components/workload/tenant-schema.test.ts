import { expect } from "chai";
import { z } from "zod";
import { InputError } from "../../../components/shared/input/input-error.ts";
import { parseInput } from "../../../components/shared/input/schema-problems.ts";
import { tenantSchema, tenantShape } from "../../../components/workload/tenant-schema.ts";

const fieldNames = Object.keys(tenantShape).join(", ");
const fine = {
  name: "payments",
  team: "pay",
  workloads: { api: {} },
  accepts: [{ from: { namespace: "checkout" }, port: 8443 }],
  calls: [{ to: { cidr: "10.20.0.0/24" }, port: 443, reason: "acquirer" }],
};

function messages(value: unknown): string[] {
  try {
    parseInput("tenants/payments.yaml", tenantSchema, value);
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    return (error as InputError).message
      .split("\n")
      .map((line) => line.replace("tenants/payments.yaml: ", ""));
  }
}

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `n${from + index}`);
const label = "a DNS label: 1 to 63 lowercase letters, digits and hyphens, such as payments-api";
const peerFix = "allowed: a namespace, a workload, or a cidr. An empty peer never means everyone.";

describe("the schema of tenants", () => {
  it("returns a valid tenant unchanged", () => {
    expect(parseInput("tenants/payments.yaml", tenantSchema, fine)).to.deep.equal(fine);
  });

  it("reads an undefined field as a missing one", () => {
    expect(messages({ ...fine, class: undefined, size: undefined, access: undefined })).to.deep.equal([]);
  });

  const broken: [string, object, ...string[]][] = [
    ["a name in capitals", { name: "Payments" }, `name: received "Payments"; allowed: ${label}.`],
    ["a name that is a number", { name: 7 }, `name: received 7; allowed: ${label}. Put it in quotes.`],
    [
      "a name of 64 characters",
      { name: "a".repeat(64) },
      `name: received "${"a".repeat(64)}"; allowed: ${label}.`,
    ],
    [
      "a reserved name",
      { name: "kube-payments" },
      'name: received "kube-payments"; allowed: a name that isn\'t reserved: default, amazon-*, aws-*, casemate-*, ' +
        "eks-*, istio-* and kube-* are.",
    ],
    [
      "the name default",
      { name: "default" },
      'name: received "default"; allowed: a name that isn\'t reserved: default, amazon-*, aws-*, casemate-*, eks-*, ' +
        "istio-* and kube-* are.",
    ],
    ["no team", { team: undefined }, `team: received nothing; allowed: ${label}.`],
    ["an unknown class", { class: "gold" }, 'class: received "gold"; allowed: standard, sensitive, pci.'],
    [
      "a misspelt field",
      { acepts: [] },
      'acepts: received []; allowed: a known field. Did you mean "accepts"?',
    ],
    [
      "a field like no other",
      { replicas: 3 },
      `replicas: received 3; allowed: a known field. Its fields are ${fieldNames}.`,
    ],
    [
      "an unknown size",
      { size: "tiny" },
      'size: received "tiny"; allowed: small, medium, large, or own numbers: ' +
        "{ cpu, memory, ephemeralStorage, storage, pods }.",
    ],
    [
      "a misspelt number of a size",
      { size: { cpu: 1, memroy: "1Gi", memory: "1Gi", ephemeralStorage: "1Gi", storage: "0", pods: 5 } },
      'size.memroy: received "1Gi"; allowed: a known field. Did you mean "memory"?',
    ],
    [
      "two wrong numbers of a size",
      { size: { cpu: true, memory: "1Gi", ephemeralStorage: "1Gi", storage: "0", pods: 0 } },
      "size.cpu: received true; allowed: cores, such as 4 or 500m.",
      "size.pods: received 0; allowed: a whole number of at least 1.",
    ],
    [
      "a quantity that is none",
      { size: { cpu: 1, memory: "1GB", ephemeralStorage: "1Gi", storage: "0", pods: 5 } },
      'size.memory: received "1GB"; allowed: a Kubernetes quantity in whole bytes, such as 8Gi.',
    ],
    [
      "a group of Kubernetes' own",
      { access: { developers: ["system:masters"] } },
      'access.developers[0]: received "system:masters"; allowed: a group of the identity provider: those that begin ' +
        "with system: are Kubernetes' own.",
    ],
    [
      "an empty group",
      { access: { viewers: [" "] } },
      'access.viewers[0]: received " "; allowed: a group of the identity provider, such as pay-dev.',
    ],
    [
      "no groups",
      { access: { viewers: [] } },
      "access.viewers: received []; allowed: at least one group; omit the field to grant no rights.",
    ],
    [
      "a group twice",
      { access: { viewers: ["a", "a"] } },
      'access.viewers: received ["a","a"]; allowed: each group once.',
    ],
    [
      "one group without a list",
      { access: { viewers: "auditors" } },
      'access.viewers: received "auditors"; allowed: a list of groups, such as [pay-dev].',
    ],
    [
      "an unknown persona",
      { access: { developer: ["a"] } },
      'access.developer: received ["a"]; allowed: a known field. Did you mean "developers"?',
    ],
    [
      "a workload with the name of a service account that exists",
      { workloads: { default: {} } },
      'workloads.default: received "default"; allowed: a name other than default, which is the ' +
        "service account of pods that name none.",
    ],
    [
      "a workload's name in capitals",
      { workloads: { Api: {} } },
      `workloads.Api: received "Api"; allowed: ${label}.`,
    ],
    [
      "workloads as a list",
      { workloads: ["api"] },
      'workloads: received ["api"]; allowed: workloads by name, such as { api: {} }.',
    ],
    [
      "a workload without its braces",
      { workloads: { api: null } },
      "workloads.api: received null; allowed: the fields awsPolicy, kubernetesApi, tokenAudiences, operatedBy, serviceAccounts.",
    ],
    [
      "a port as text",
      { accepts: [{ from: { namespace: "a" }, port: "8443" }] },
      'accepts[0].port: received "8443"; allowed: a whole number from 1 to 65535. Write it without quotes.',
    ],
    [
      "a range that ends where it begins",
      { accepts: [{ from: { namespace: "a" }, port: 8000, endPort: 8000 }] },
      "accepts[0].endPort: received 8000; allowed: a port above 8000, the first of the range. Omit endPort for one port.",
    ],
    [
      "a range that ends above all ports",
      { calls: [{ to: { namespace: "a" }, port: 8000, endPort: 65536 }] },
      "calls[0].endPort: received 65536; allowed: a whole number from 1 to 65535.",
    ],
    [
      "port 0",
      { accepts: [{ from: { namespace: "a" }, port: 0 }] },
      "accepts[0].port: received 0; allowed: a whole number from 1 to 65535.",
    ],
    [
      "no port",
      { accepts: [{ from: { namespace: "a" } }] },
      "accepts[0].port: received nothing; allowed: a whole number from 1 to 65535.",
    ],
    [
      "an unknown protocol",
      { accepts: [{ from: { namespace: "a" }, port: 1, protocol: "tcp" }] },
      'accepts[0].protocol: received "tcp"; allowed: TCP, UDP or SCTP.',
    ],
    ["an empty peer", { accepts: [{ from: {}, port: 1 }] }, `accepts[0].from: received {}; ${peerFix}`],
    [
      "a peer without its field",
      { accepts: [{ from: "checkout", port: 1 }] },
      'accepts[0].from: received "checkout"; allowed: the fields namespace, workload, cidr.',
    ],
    [
      "pods and addresses in one peer",
      { calls: [{ to: { namespace: "a", cidr: "10.20.0.0/24" }, port: 1, reason: "x" }] },
      'calls[0].to.cidr: received "10.20.0.0/24"; allowed: either addresses or pods. Write a flow for each.',
    ],
    [
      "a misspelt field of a peer",
      { calls: [{ to: { namespce: "a" }, port: 1 }] },
      'calls[0].to.namespce: received "a"; allowed: a known field. Did you mean "namespace"?',
    ],
    [
      "addresses without a reason",
      { calls: [{ to: { cidr: "10.20.0.0/24" }, port: 1 }] },
      "calls[0].reason: received nothing; allowed: a sentence on why; a flow with addresses needs one.",
    ],
    [
      "an empty reason",
      { calls: [{ to: { cidr: "10.20.0.0/24" }, port: 1, reason: "" }] },
      'calls[0].reason: received ""; allowed: a sentence on why.',
    ],
    [
      "a waiver without an end",
      { waivers: [{ control: "x", reason: "y", owner: "z" }] },
      "waivers[0].expires: received nothing; allowed: a day, such as 2027-01-31.",
    ],
    [
      "a waiver that ends on no day",
      { waivers: [{ control: "x", reason: "y", owner: "z", expires: "2027-02-30" }] },
      'waivers[0].expires: received "2027-02-30"; allowed: a day, such as 2027-01-31.',
    ],
    [
      "more hosts than admission can compare",
      { hosts: numbered(201).map((host) => `${host}.example.com`) },
      'hosts: received ["n0.example.com","n1.example.com","n2.example.com","n3.example.com","n4.exam...; allowed: at ' +
        "most 200 hosts; *.pay.example.com is one for all below it.",
    ],
    [
      "more groups than admission can compare",
      { access: { viewers: numbered(201) } },
      'access.viewers: received ["n0","n1","n2","n3","n4","n5","n6","n7","n8","n9","n10","n11","n12","n13","n...; ' +
        "allowed: at most 200 groups, of viewers, developers and operators together.",
    ],
    [
      "as many groups in several lists",
      { access: { viewers: numbered(150), operators: numbered(51, 150) } },
      'access: received {"viewers":["n0","n1","n2","n3","n4","n5","n6","n7","n8","n9","n10","n11","n1...; allowed: at ' +
        "most 200 groups, of viewers, developers and operators together.",
    ],
    [
      "a path for a storage class",
      { storageClasses: ["ebs/gp3"] },
      'storageClasses[0]: received "ebs/gp3"; allowed: the name of a class, such as gp3-encrypted.',
    ],
    [
      "a class of volume attributes twice",
      { volumeAttributesClasses: ["fast", "fast"] },
      'volumeAttributesClasses[1]: received "fast"; allowed: each class once. Remove it.',
    ],
    [
      "an address for a host",
      { hosts: ["10.0.0.1"] },
      'hosts[0]: received "10.0.0.1"; allowed: a DNS name in lower case, such as pay.example.com or *.pay.example.com.',
    ],
    [
      "a workload named __proto__",
      { workloads: JSON.parse('{"__proto__":{}}') },
      "workloads.__proto__: received {}; allowed: a name other than __proto__.",
    ],
    [
      "an unknown lifecycle",
      { lifecycle: "forever" },
      'lifecycle: received "forever"; allowed: protected or disposable.',
    ],
    [
      "a policy that allows everything",
      {
        workloads: {
          api: {
            awsPolicy: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
            },
          },
        },
      },
      'workloads.api.awsPolicy.Statement[0].Action: received "*"; allowed: actions by name, such as dynamodb:GetItem or ' +
        "s3:Get*.",
    ],
  ];
  for (const [what, field, ...expected] of broken) {
    it(`refuses ${what}`, () => {
      expect(messages({ ...fine, ...field })).to.deep.equal(expected);
    });
  }

  it("accepts 200 hosts, and 200 groups with repetitions", () => {
    const hosts = numbered(200).map((host) => `${host}.example.com`);
    const access = { viewers: numbered(200), developers: numbered(100), operators: numbered(100) };
    expect(messages({ ...fine, hosts, access })).to.deep.equal([]);
  });

  it("refuses values that aren't objects", () => {
    expect(messages("payments")).to.deep.equal([`received "payments"; allowed: the fields ${fieldNames}.`]);
  });

  it("names all problems together", () => {
    expect(messages({ ...fine, name: "A", class: "gold", lifecycle: "x" })).to.have.length(3);
  });

  it("has a JSON Schema with the same fields, closed to others", () => {
    const schema = z.toJSONSchema(tenantSchema, { io: "input", unrepresentable: "any" });
    expect(schema.additionalProperties).to.equal(false);
    expect(schema.required).to.deep.equal(["name", "team"]);
  });
});
