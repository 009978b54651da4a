import type { JsonObject } from "./json.ts";

/** The text in a plan in place of a secret. */
export const secretText = "[secret]";
/** The text in a plan in place of a value that isn't known before `pulumi up`. */
export const unknownText = "[unknown]";

/** A plan: one JSON document that all reports read. It never contains secrets. */
export interface PlanDocument {
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  /** By URN. */
  readonly resources: readonly PlannedResource[];
  readonly violations: readonly Violation[];
  readonly connectivity: readonly Connection[];
  readonly halfOpen: readonly HalfOpen[];
  readonly unselectedPods: readonly UnselectedPods[];
  readonly controls: readonly ControlStatus[];
  readonly access: readonly AccessRight[];
  /** Rights in AWS, the strongest first. */
  readonly awsRights: readonly AwsRight[];
  readonly awsTrusts: readonly AwsTrust[];
  readonly outputs: JsonObject;
  readonly waivers: readonly PlannedWaiver[];
  /** The software that the platform runs: who installs it, and what is prepared for it. */
  readonly platformSoftware: readonly PlannedSoftware[];
  /** Components whose resources the plan doesn't know, so that nothing has judged them. */
  readonly notPlanned: readonly NotPlanned[];
}

export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's URN; empty for the stack itself. */
  readonly parent: string;
  /** Whether a provider creates it; false for a component. */
  readonly custom: boolean;
  /** After all transforms. `[secret]` replaces a secret, `[unknown]` a value that isn't known before `pulumi up`. */
  readonly inputs: JsonObject;
  /** URNs of the resources that must exist first. */
  readonly dependencies: readonly string[];
  /** URN of the provider; empty for the default one. */
  readonly provider: string;
  readonly protect: boolean;
}

export interface Violation {
  /** The policy's name in its pack. */
  readonly policy: string;
  readonly enforcement: "advisory" | "mandatory";
  /** `low`, `medium`, `high` or `critical`; empty if the policy names none. */
  readonly severity: string;
  /** The resource; empty if the violation is about the whole stack. */
  readonly urn: string;
  readonly message: string;
  /** What is true of a stack without this violation. If given, it is the first line of `message`. */
  readonly description?: string;
  /** The property's path in the resource's inputs. This field and the next two are absent if the pack gives none. */
  readonly path?: string;
  /** The value that was received there. */
  readonly received?: string;
  /** The values that are accepted. */
  readonly allowed?: string;
  /** The controls that the policy serves, for example `CIS Amazon EKS Benchmark 5.4.2`. */
  readonly controls: readonly string[];
  /** The waiver that excuses it, if there is one. */
  readonly waiver?: PlannedWaiver;
}

/**
 * Traffic that passes, computed from the NetworkPolicy objects.
 *
 * An end is one of:
 *
 * - `checkout`: every pod of the namespace
 * - `checkout/frontend`: its pods with this `app.kubernetes.io/name`
 * - `checkout/tier=web`: its pods with these labels
 * - `checkout/*`: its pods that no policy names
 * - a range of addresses
 * - `outside (public load balancers)`, `connected networks (internal load balancers)`: clients of a load balancer
 * - `AWS dynamodb`: an AWS service that a workload may call, but for which the VPC has no endpoint
 * - `any pod`: the pods of all namespaces
 * - `anyone`: any pod and any address
 *
 * If one end is `any pod` or `anyone`, the row shows only what the policies of the other end allow. Pods with a row to
 * `any pod` reach pods with a row from it on the same port.
 */
export interface Connection {
  readonly from: string;
  readonly to: string;
  /** `TCP`, `UDP`, `SCTP` or `any`. */
  readonly protocol: string;
  /** 8443, `8000-8999`, a container port's name, or `any`. */
  readonly port: number | string;
  /** What stops it outside the NetworkPolicies, or what the plan can't judge. Absent if nothing does. */
  readonly marks?: readonly Mark[];
  /** The cluster. Absent if all objects of the plan are in one cluster. */
  readonly cluster?: string;
}

/**
 * What a connection meets outside the NetworkPolicies. `not judged` means that the plan doesn't know this part of the
 * network: for example the security groups of nodes that another program created.
 */
export type Mark =
  | "stopped by security group"
  | "partly stopped by security group"
  | "no route"
  | "no endpoint"
  | "not judged: security group"
  | "not judged: route";

/** A flow of which the plan has one end. Traffic passes once the other end's program declares the flow too. */
export interface HalfOpen {
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly port: number | string;
  /** The namespace that the plan doesn't create. */
  readonly missing: string;
  /** A namespace of the plan whose name is similar. */
  readonly didYouMean?: string;
  /** Whether the cluster exempts the missing namespace from admission, so that no program of Casemate creates it. */
  readonly isExempt?: true;
}

/** Pods that no NetworkPolicy of the plan selects. */
export interface UnselectedPods {
  /** In the notation of {@link Connection}: a namespace, or a part of its pods. */
  readonly pods: string;
  /**
   * - `closed`: the VPC CNI's strict mode refuses all their traffic, in both directions.
   * - `open`: nothing restricts their traffic.
   * - `not judged`: another program creates the namespace, and can have policies for it.
   */
  readonly effect: "closed" | "open" | "not judged";
}

export interface ControlStatus {
  readonly framework: string;
  readonly id: string;
  /** `undecided`: a value that the policies need isn't known before `pulumi up`. */
  readonly status: "pass" | "fail" | "undecided";
  readonly evidence: readonly string[];
}

/** A right in Kubernetes that remains after admission. */
export interface AccessRight {
  /** `Group oidc:shop-dev`, `User …`, `ServiceAccount ns/name` or an IAM principal's ARN. */
  readonly subject: string;
  /** `*` for the whole cluster. */
  readonly namespace: string;
  readonly verbs: readonly string[];
  /** In kubectl's notation: `deployments.apps`, `pods/exec`, `secrets/name`. */
  readonly resources: readonly string[];
}

/**
 * How much a right in AWS allows.
 *
 * - `everything`: all actions;
 * - `escalation`: its holder can gain further rights;
 * - `unknown`: a policy that the plan doesn't know;
 * - `write`, `read`, `list`: AWS's access level.
 */
export type AwsStrength = "everything" | "escalation" | "unknown" | "write" | "read" | "list";

/** What one statement of an IAM policy allows its holder. */
export interface AwsRight {
  /** For example `ServiceAccount payments/api`, `Nodes prod-pci`, `Cluster prod` or an IAM principal's ARN. */
  readonly holder: string;
  /** How the holder gets it: `Pod Identity`, `web identity`, `node role`, `access entry`, `deploy role`. */
  readonly through: string;
  /** The identity in IAM, for example `Role prod.payments.api`. */
  readonly identity: string;
  /** The managed policy that has the statement. Without actions, the plan knows only the policy's name. */
  readonly policy?: string;
  /** The statement denies the actions instead. */
  readonly denied?: true;
  /** Patterns, for example `dynamodb:GetItem`, `s3:Get*`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator, key and values, for example `StringEquals iam:PassedToService batch.amazonaws.com`. */
  readonly conditions: readonly string[];
  /** AWS's access levels of the actions: `list`, `read`, `write`, `tagging`, `permissions`. */
  readonly levels: readonly string[];
  readonly strength: AwsStrength;
  /** The ARN of the identity's permissions boundary. */
  readonly boundary?: string;
  /** The waiver that excuses an escalation, if there is one. */
  readonly waiver?: PlannedWaiver;
  /** What stops calls from the cluster's VPC, for example `no endpoint dynamodb`. @default - nothing that is known */
  readonly stoppedBy?: readonly string[];
}

/** Who may assume a role, by one statement of its trust policy. */
export interface AwsTrust {
  /** The role's name. */
  readonly role: string;
  /** For example `Service pods.eks.amazonaws.com`, `AWS arn:aws:iam::111122223333:root` or `anyone`. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly conditions: readonly string[];
  /** The statement denies it instead. */
  readonly denied?: true;
}

export interface PlannedWaiver {
  readonly control: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it is valid, `YYYY-MM-DD` (UTC). */
  readonly expires: string;
  /** The URN of the component that declares it. */
  readonly urn: string;
}

/** Software in a namespace of the platform. */
export interface PlannedSoftware {
  /** The component of the namespace. */
  readonly urn: string;
  readonly namespace: string;
  /** The entry of the catalogue; the component's name if it has none. */
  readonly software: string;
  /** For example `this stack: EKS add-on external-dns`, or `others: chart argo-cd 8.0.0`. */
  readonly installedBy: string;
  /** For example `3 network policies`. */
  readonly prepared: readonly string[];
  /** The API groups of its custom resources. */
  readonly customResources: readonly string[];
}

/** A component whose resources a plan can't know. */
export interface NotPlanned {
  readonly urn: string;
  readonly type: string;
  /** For example `chart oci://registry.example.com/charts/keda 2.17.0`. */
  readonly what: string;
  readonly reason: string;
}
