import type { Impostor } from "./attempt.ts";

/** Controllers of Kubernetes that write objects of tenants. Some have no program in the lab. */

export const scheduler: Impostor = {
  name: "scheduler",
  identity: () => ({ certificate: "system:kube-scheduler" }),
};

export const volumeBinder: Impostor = {
  name: "volume binder",
  identity: () => ({ serviceAccount: "persistent-volume-binder", namespace: "kube-system" }),
};

export const autoscaler: Impostor = {
  name: "autoscaler",
  identity: () => ({ serviceAccount: "horizontal-pod-autoscaler", namespace: "kube-system" }),
};
