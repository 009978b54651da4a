import type { ResourceTransform } from "@pulumi/pulumi";

/** Lets one namespace have more Jobs than its size. Everything else of the quota stays. */
export const raiseOneQuota: ResourceTransform = ({ type, props, opts }) => {
  if (type !== "kubernetes:core/v1:ResourceQuota" || props["metadata"].namespace !== "batch") {
    return undefined;
  }
  const hard = { ...props["spec"].hard, "count/jobs.batch": "500" };
  return { props: { ...props, spec: { ...props["spec"], hard } }, opts };
};
