import { type Controls, cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { ControllerFacts } from "../../components/platform/facts/manifest-facts.ts";
import type { Attempt, Impostor, Request } from "../support/attempt.ts";
import { collection } from "../support/kinds.ts";
import { make, pathOf, read } from "../support/requests.ts";
import { controllerObject, type LabSoftware, labSoftware, podObject } from "../support/software-scene.ts";
import { table } from "../support/tables.ts";
import { image } from "../support/workloads.ts";

const ordinary = "The catalogue's software runs with the pods, accounts and webhooks of its manifests.";
const asController = "A controller's account has rights in many namespaces, so no tenant may act as it.";
const ownImages = "An image of a tenant's repository must not run with a controller's account.";

/** The registry of EKS's add-ons in most regions (EKS user guide, "View Amazon container image registries"). */
const addOnRegistry = "602401143452.dkr.ecr.eu-central-1.amazonaws.com";

const platformWork: Controls = [...requirement("B3"), ...mitre("T1078")];
const ofAccounts: Controls = [...requirement("A2", "B7"), ...nsa("NSA-AUTH-03"), ...cis("4.1.6")];
const ofImages: Controls = [...requirement("D1"), ...nsa("NSA-POD-04")];

/** The account that an attacker would take: the first one that calls the Kubernetes API. */
function account({ entry }: LabSoftware): string {
  const users = Object.values(entry.workloads).filter(({ kubernetesApi }) => kubernetesApi === true);
  return users[0]?.serviceAccount ?? "default";
}

/** What the platform installs: controllers, a pod of each, and everything that the API server calls. */
function installation(software: LabSoftware): Attempt[] {
  const { entry, facts, controllers } = software;
  // Conversions are part of a custom resource definition.
  const calls = facts.calledByApiServer.filter(({ kind }) => kind !== "conversion");
  return [
    ...table({ as: "platform", expect: "admitted", why: ordinary, serves: platformWork }, [
      {
        name: `deploys ${entry.id} as its manifests have it`,
        does: controllers.map((controller) =>
          make(collection(controller.kind, entry.namespace), controllerObject(controller)),
        ),
      },
      {
        name: `runs the pods of ${entry.id}`,
        does: controllers.map((controller) =>
          make(collection("Pod", entry.namespace), podObject(controller)),
        ),
      },
    ]),
    ...(calls.length === 0
      ? []
      : table({ as: "platform", expect: "admitted", why: ordinary, serves: platformWork }, [
          {
            name: `registers the webhooks of ${entry.id}`,
            does: calls.flatMap((call) => registration(entry.namespace, call)),
          },
        ])),
  ];
}

/** Registers a webhook or an aggregated API. */
function registration(
  namespace: string,
  { kind, name, service, failClosed }: LabSoftware["facts"]["calledByApiServer"][number],
): Request[] {
  if (kind === "aggregated") {
    const [version, ...group] = name.split(".");
    return [
      make(pathOf("apiregistration.k8s.io/v1", "apiservices"), {
        apiVersion: "apiregistration.k8s.io/v1",
        kind: "APIService",
        metadata: { name },
        spec: {
          group: group.join("."),
          version,
          service: { namespace, name: service },
          insecureSkipTLSVerify: true,
          groupPriorityMinimum: 100,
          versionPriority: 100,
        },
      }),
    ];
  }
  const type = kind === "validating" ? "ValidatingWebhookConfiguration" : "MutatingWebhookConfiguration";
  return [
    make(pathOf("admissionregistration.k8s.io/v1", `${type.toLowerCase()}s`), {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: type,
      metadata: { name: "attempt" },
      webhooks: [
        {
          name,
          clientConfig: { service: { namespace, name: service } },
          failurePolicy: failClosed ? "Fail" : "Ignore",
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
        },
      ],
    }),
  ];
}

/** Attacks that every software has in common. */
function attacks(software: LabSoftware): Attempt[] {
  const { id, namespace } = software.entry;
  const name = account(software);
  const apiGroup = "rbac.authorization.k8s.io";
  return [
    ...table({ expect: "refused", why: asController, serves: ofAccounts }, [
      {
        name: `takes a token of ${namespace}/${name}`,
        as: "developer of checkout",
        does: make(pathOf("v1", "serviceaccounts", namespace, `${name}/token`), {
          apiVersion: "authentication.k8s.io/v1",
          kind: "TokenRequest",
          spec: { audiences: [] },
        }),
        by: "rbac",
      },
      {
        name: `acts as ${namespace}/${name}`,
        as: "developer of checkout",
        does: read(pathOf("v1", "secrets", "payments"), {
          "Impersonate-User": `system:serviceaccount:${namespace}:${name}`,
        }),
        by: "rbac",
      },
      {
        name: `gives ${namespace}/${name} rights in its namespace`,
        as: "delegate of payments",
        does: make(pathOf("rbac.authorization.k8s.io/v1", "rolebindings", "payments"), {
          apiVersion: `${apiGroup}/v1`,
          kind: "RoleBinding",
          metadata: { name: "attempt" },
          roleRef: { apiGroup, kind: "Role", name: "attempt" },
          subjects: [{ kind: "ServiceAccount", namespace, name }],
        }),
        by: "casemate-role-bindings",
      },
      {
        name: `reads the Secrets of ${id}`,
        as: "developer of checkout",
        does: read(pathOf("v1", "secrets", namespace)),
        by: "rbac",
      },
    ]),
  ];
}

/** Attacks inside the software's namespace, by accounts with rights there. Only RBAC protects exempt namespaces. */
function attacksInside(software: LabSoftware): Attempt[] {
  const { entry, controllers, isExempt } = software;
  const { id, namespace } = entry;
  return controllers.slice(0, isExempt ? 0 : 1).flatMap((controller) => [
    ...table({ expect: "refused", why: asController, serves: ofAccounts }, [
      {
        name: `runs a pod as ${namespace}/${account(software)}`,
        as: "wide editor",
        does: make(collection("Pod", namespace), podObject(controller)),
        by: "casemate-platform-writers",
      },
    ]),
    ...table({ expect: "refused", why: ownImages, serves: ofImages }, [
      {
        name: `runs a tenant's image in the namespace of ${id}`,
        as: "platform",
        does: make(collection(controller.kind, namespace), controllerObject(withImage(controller, image))),
        by: "casemate-platform-images",
      },
    ]),
  ]);
}

const addOnManager: Impostor = {
  name: "EKS's add-on manager",
  identity: () => ({ certificate: "eks:addon-manager" }),
};

/** EKS installs its add-ons with images from AWS in the region, which no entry can list. */
function addOn({ entry, controllers, isExempt }: LabSoftware): Attempt[] {
  if (entry.install.kind !== "addon" || isExempt) {
    return [];
  }
  const does = controllers.map((controller) =>
    make(
      collection(controller.kind, entry.namespace),
      controllerObject(withImage(controller, `${addOnRegistry}/eks/${entry.install.kind}:v1`)),
    ),
  );
  return [
    ...table({ expect: "admitted", why: ordinary, serves: platformWork }, [
      { name: `installs ${entry.id} from the registry of AWS`, as: addOnManager, does },
    ]),
    ...table({ expect: "refused", why: ownImages, serves: ofImages }, [
      {
        name: `installs ${entry.id} from a registry that it doesn't name`,
        as: "platform",
        does,
        by: "casemate-platform-images",
      },
    ]),
  ];
}

/** The controller with another image in its containers. */
function withImage({ pod, ...rest }: ControllerFacts, other: string): ControllerFacts {
  const containers = (pod.spec?.containers ?? []).map((container) => ({ ...container, image: other }));
  return { ...rest, pod: { ...pod, spec: { ...pod.spec, containers } } };
}

/** Software of the catalogue like in its manifests, and attacks of tenants by its accounts and its namespace. */
export const attempts: readonly Attempt[] = labSoftware.flatMap((software) => [
  ...installation(software),
  ...attacks(software),
  ...attacksInside(software),
  ...addOn(software),
]);
