/**
 * A type token without the API version: `kubernetes:rbac.authorization.k8s.io/v1:Role` becomes
 * `rbac.authorization.k8s.io/Role`. Other providers' tokens stay unchanged.
 */
export function kindOf(type: string): string {
  const kubernetes = /^kubernetes:([^/]+)\/[^:]+:(.+)$/.exec(type);
  return kubernetes ? `${kubernetes[1]}/${kubernetes[2]}` : type;
}
