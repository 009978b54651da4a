/**
 * What a type token stands for, whatever the API version: `kubernetes:rbac.authorization.k8s.io/v1:Role`
 * is `rbac.authorization.k8s.io/Role`. Other providers' tokens stay as they are.
 */
export function kindOf(type: string): string {
  const kubernetes = /^kubernetes:([^/]+)\/[^:]+:(.+)$/.exec(type);
  return kubernetes ? `${kubernetes[1]}/${kubernetes[2]}` : type;
}
