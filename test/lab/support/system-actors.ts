import type { Impostor } from "./attempt.ts";

/** Parts of Kubernetes itself that write objects of tenants. */

export const scheduler: Impostor = {
  name: "scheduler",
  identity: () => ({ certificate: "system:kube-scheduler" }),
};

export const volumeBinder: Impostor = {
  name: "volume binder",
  identity: () => ({ serviceAccount: "persistent-volume-binder", namespace: "kube-system" }),
};
