import type { SoftwareEntry } from "./software-entry.ts";

/** Argo CD as a capability of EKS: AWS runs it outside the cluster. */
export const argoCdCapability: SoftwareEntry = {
  id: "argo-cd-capability",
  version: "v1",
  sources: [
    "https://docs.aws.amazon.com/eks/latest/userguide/argocd.html",
    "https://docs.aws.amazon.com/eks/latest/userguide/capability-role.html",
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_ArgoCdConfigRequest.html",
  ],
  // AWS keeps Applications and clusters there as objects. No pod runs in it.
  namespace: "argocd",
  install: {
    kind: "capability",
    capability: "ARGOCD",
    configuration: {
      argoCd: {
        awsIdc: {
          idcInstanceArn: "{option.identityCenter}",
          idcRegion: "{option.identityCenterRegion}",
        },
        namespace: "argocd",
        // Without endpoints, the Argo CD server answers on a public address.
        networkAccess: { vpceIds: ["{option.vpcEndpoints}"] },
        rbacRoleMappings: [
          { role: "ADMIN", identities: [{ type: "SSO_GROUP", id: "{option.administrators}" }] },
        ],
      },
    },
    role: {
      // The role needs rights for private repositories only (User Guide, "Amazon EKS capability IAM role").
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ReadRepositoryCredentials",
            Effect: "Allow",
            Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
            Resource: "arn:{partition}:secretsmanager:{region}:{account}:secret:{option.repositorySecrets}",
          },
          {
            Sid: "UseGitConnections",
            Effect: "Allow",
            Action: ["codeconnections:GetConnection", "codeconnections:UseConnection"],
            Resource: "{option.connections}",
          },
        ],
      },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {},
  customResources: ["argoproj.io"],
  images: [],
  options: {
    identityCenter: {
      kind: "text",
      description: "The ARN of the instance of IAM Identity Center by which people sign in.",
      pattern: "arn:aws[a-z-]*:sso:::instance/ssoins-[a-z0-9.-]{16,}",
      example: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
    },
    identityCenterRegion: {
      kind: "text",
      description: "The region of that instance.",
      pattern: "[a-z]{2}(?:-[a-z]+)+-[0-9]",
      example: "eu-central-1",
    },
    administrators: {
      kind: "list",
      description: "Ids of Identity Center's groups that administer Argo CD.",
      pattern: "[0-9a-f-]{36,47}",
      example: "12345678-90ab-cdef-1234-567890abcdef",
    },
    vpcEndpoints: {
      kind: "list",
      description: "Ids of the VPC endpoints through which the Argo CD server answers.",
      pattern: "vpce-[0-9a-f]{8,17}",
      example: "vpce-0123456789abcdef0",
    },
    repositorySecrets: {
      kind: "list",
      description: "Names of the secrets with credentials of repositories, with `*` for the rest of a name.",
      default: [],
      pattern: "[A-Za-z0-9/_+=.@*-]{3,512}",
      example: "argocd/repositories/*",
    },
    connections: {
      kind: "list",
      description: "ARNs of the CodeConnections to Git servers.",
      default: [],
      pattern:
        "arn:aws[a-z-]*:code(?:connections|star-connections):[a-z0-9-]+:[0-9]{12}:connection/[0-9a-f-]{36}",
      example:
        "arn:aws:codeconnections:eu-central-1:111122223333:connection/12345678-90ab-cdef-1234-567890abcdef",
    },
  },
  usedBy:
    "EKS makes an access entry for the capability's role. Its group has no rights in the cluster until a tenant's `access` names the role.",
};
