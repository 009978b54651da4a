import { expect } from "chai";
import type { ClusterRef } from "../../../components/contract/cluster-ref.ts";
import { PlatformNamespace } from "../../../components/platform/platform-namespace.ts";
import type { PlatformSettings } from "../../../components/platform/platform-namespace-args.ts";
import { deploy } from "../../harness.ts";
import { clusterRef } from "../workload/fixtures.ts";

const identityCenter = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
const required = {
  identityCenter,
  identityCenterRegion: "eu-central-1",
  administrators: ["12345678-90ab-cdef-1234-567890abcdef", "22345678-90ab-cdef-1234-567890abcdef"],
  vpcEndpoints: ["vpce-0123456789abcdef0"],
};
const connection =
  "arn:aws:codeconnections:eu-central-1:111122223333:connection/12345678-90ab-cdef-1234-567890abcdef";

function build(settings: Partial<PlatformSettings> = {}, rest: Partial<ClusterRef> = {}) {
  return deploy(
    () =>
      new PlatformNamespace("gitops", {
        cluster: clusterRef(rest),
        software: "argo-cd-capability",
        options: required,
        ...settings,
      }),
    { preview: true },
  );
}

describe("a capability of EKS", () => {
  it("is created with the user's options, and answers on VPC endpoints only", async () => {
    const { one } = await build();
    const { inputs } = one("aws:eks/capability:Capability");
    expect(inputs).to.deep.include({
      clusterName: "prod",
      capabilityName: "argocd",
      type: "ARGOCD",
      deletePropagationPolicy: "RETAIN",
    });
    expect(inputs["configuration"]).to.deep.equal({
      argoCd: {
        awsIdc: { idcInstanceArn: identityCenter, idcRegion: "eu-central-1" },
        namespace: "argocd",
        networkAccess: { vpceIds: required.vpcEndpoints },
        rbacRoleMappings: [
          { role: "ADMIN", identities: required.administrators.map((id) => ({ type: "SSO_GROUP", id })) },
        ],
      },
    });
  });

  it("has a role that EKS assumes, without rights unless an option names repositories", async () => {
    const { one, all } = await build({}, { permissionsBoundary: "arn:aws:iam::111122223333:policy/edge" });
    const role = one("aws:iam/role:Role").inputs;
    expect(role["permissionsBoundary"]).to.equal("arn:aws:iam::111122223333:policy/edge");
    const [statement] = JSON.parse(role["assumeRolePolicy"]).Statement;
    expect(statement.Principal).to.deep.equal({ Service: "capabilities.eks.amazonaws.com" });
    expect(all("aws:iam/rolePolicy:RolePolicy")).to.deep.equal([]);

    const connected = await build({ options: { ...required, connections: [connection] } });
    const policy = JSON.parse(connected.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
    expect(policy.Statement.map(({ Resource }: { Resource: unknown }) => Resource)).to.deep.equal([
      connection,
    ]);
  });

  it("may change its namespace by the sessions of its role, and by no role with a longer name", async () => {
    const { one } = await build();
    const { name } = one("aws:iam/role:Role").inputs;
    const { annotations } = one("kubernetes:core/v1:Namespace").inputs["metadata"];
    expect(annotations["casemate.dev/managers"]).to.equal(`arn:aws:sts::111122223333:assumed-role/${name}/`);
  });

  it("is left to others on request", async () => {
    const { all } = await build({ installs: false });
    expect(all("aws:eks/capability:Capability")).to.deep.equal([]);
  });
});
