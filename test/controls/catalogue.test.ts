import { expect } from "chai";
import { catalogue } from "../../controls/catalogue.ts";

/** The form of each framework's ids. */
const ids: Readonly<Record<string, RegExp>> = {
  "CIS Amazon EKS Benchmark": /^[2-5]\.\d\.\d{1,2}$/,
  "NSA/CISA Kubernetes Hardening Guidance": /^NSA-(POD|NET|AUTH|LOG|UPG)-\d{2}$/,
  "Kubernetes Pod Security Standards (restricted)": /^(baseline|restricted|namespace)\/[\w-]+$/,
  "AWS Security Hub CSPM / FSBP": /^[A-Z][A-Za-z0-9]+\.\d+$/,
  "DISA STIG Kubernetes (customer side on EKS)": /^V-\d{6}$/,
  "MITRE ATT&CK Containers": /^T\d{4}(\.\d{3})?$/,
  "OWASP Kubernetes Top Ten": /^K(0\d|10):20(22|25)$/,
};

describe("the control catalogue", () => {
  it("has exactly these frameworks, each with one name", () => {
    expect(new Set(catalogue.map(({ framework }) => framework))).to.deep.equal(new Set(Object.keys(ids)));
  });

  it("has ids in the form of their framework", () => {
    const wrong = catalogue.filter(({ framework, id }) => !ids[framework]?.test(id));
    expect(wrong.map(({ framework, id }) => `${framework} ${id}`)).to.deep.equal([]);
  });

  it("has each control once", () => {
    const names = catalogue.map(({ framework, id }) => `${framework} ${id}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
  });

  it("says for each control what it is, where it is met, and how", () => {
    for (const { id, version, title, layer, automatable, how } of catalogue) {
      expect(title, id).to.match(/\S/);
      expect(version, id).to.match(/\S/);
      expect(layer, id).to.be.oneOf(["aws", "node", "cluster", "namespace", "workload", "process"]);
      expect(automatable, id).to.be.a("boolean");
      expect(how, id).to.match(/\S/);
    }
  });
});
