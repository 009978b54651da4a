import { type KubernetesObject, kubernetesObjects } from "../plan/analysis/kubernetes-objects.ts";
import { type PlanDocument, secretText } from "../plan/document.ts";
import { type JsonObject, listAt, objectAt, stringAt } from "../plan/json.ts";
import { compare, type Difference } from "./compare.ts";
import { type ComputedText, computedTexts, isComputed } from "./computed-texts.ts";
import { kindKey, serverWrites } from "./server-writes.ts";

export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Reads only the metadata. The data of Secrets stays in the cluster. @default false */
  readonly metadataOnly?: boolean;
}

/** A cluster to read. */
export interface Cluster {
  readonly server: string;
  /** `undefined` if the cluster doesn't have the kind. */
  list(kind: ObjectKind): Promise<JsonObject[] | undefined>;
}

/** An object that differs from the plan. */
export interface DriftedObject {
  /** For example `NetworkPolicy payments/default-deny`. */
  readonly title: string;
  /** Its URN in the stack. Absent for an object that the plan doesn't have. */
  readonly urn?: string;
  readonly verdict: "missing" | "different" | "unplanned";
  readonly differences: readonly Difference[];
}

export interface DriftReport {
  readonly server: string;
  readonly compared: number;
  readonly drifted: readonly DriftedObject[];
  /** Objects that weren't compared, and why. */
  readonly skipped: readonly string[];
  /** Drift that the user chose to ignore. */
  readonly ignored: readonly string[];
}

/**
 * Kinds whose objects open, close or limit a namespace. In a namespace of the plan, no tenant may create one, so an
 * object that the plan doesn't have is drift.
 */
const guardedKinds: readonly ObjectKind[] = [
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" },
  { apiVersion: "v1", kind: "ResourceQuota" },
  { apiVersion: "v1", kind: "LimitRange" },
];

/** @param ignored titles of objects whose drift the user accepts */
export async function findDrift(
  resources: PlanDocument["resources"],
  cluster: Cluster,
  ignored: readonly string[] = [],
): Promise<DriftReport> {
  const objects = kubernetesObjects(resources);
  // The provider chooses the name of an object without one, and only the state knows it.
  const named = objects.filter(({ content }) => objectAt(content["metadata"])["name"] !== undefined);
  const live = await readAll(cluster, kindsOf(named));
  const schemas = await customSchemas(cluster, named);
  const computed = computedTexts(resources);
  const found = named.flatMap((object) => judge(object, live, schemas, computed));
  const drifted = [...found, ...unplanned(named, live)].sort((a, b) => (a.title < b.title ? -1 : 1));
  return {
    server: cluster.server,
    compared: named.length,
    drifted: drifted.filter(({ title }) => !ignored.includes(title)),
    skipped: objects
      .filter((object) => !named.includes(object))
      .map(({ kind, name }) => `${kind} ${name}: the provider chooses its name`),
    ignored: drifted.map(({ title }) => title).filter((title) => ignored.includes(title)),
  };
}

/** The live objects by address. */
type Live = ReadonlyMap<string, JsonObject>;

function kindsOf(objects: readonly KubernetesObject[]): ObjectKind[] {
  const kinds = new Map<string, ObjectKind>(
    objects.some(({ kind }) => kind === "Namespace")
      ? guardedKinds.map((guarded) => [kindKey(guarded.apiVersion, guarded.kind), guarded])
      : [],
  );
  for (const { apiVersion, kind } of objects) {
    const metadataOnly = kindKey(apiVersion, kind) === "/Secret";
    kinds.set(kindKey(apiVersion, kind), { apiVersion, kind, ...(metadataOnly && { metadataOnly }) });
  }
  return [...kinds.values()];
}

async function readAll(cluster: Cluster, kinds: readonly ObjectKind[]): Promise<Live> {
  const live = new Map<string, JsonObject>();
  for (const kind of kinds) {
    for (const object of (await cluster.list(kind)) ?? []) {
      const metadata = objectAt(object["metadata"]);
      live.set(
        addressOf(
          kind.apiVersion,
          kind.kind,
          stringAt(metadata["namespace"]),
          stringAt(metadata["name"]) ?? "",
        ),
        object,
      );
    }
  }
  return live;
}

/** The schemas of custom resources, whose defaults the server writes, by kind. */
async function customSchemas(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
): Promise<ReadonlyMap<string, JsonObject>> {
  // Built-in groups have no dot, or end in k8s.io. No custom resource may be in the latter without an approval.
  if (!objects.some(({ apiVersion }) => /\..*\//.test(apiVersion) && !/k8s\.io\//.test(apiVersion))) {
    return new Map();
  }
  const definitions =
    (await cluster.list({ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" })) ?? [];
  return new Map(
    definitions.flatMap((definition) => {
      const spec = objectAt(definition["spec"]);
      const kind = stringAt(objectAt(spec["names"])["kind"]) ?? "";
      return listAt(spec["versions"])
        .map(objectAt)
        .map((version): [string, JsonObject] => [
          `${spec["group"]}/${version["name"]}/${kind}`,
          objectAt(objectAt(version["schema"])["openAPIV3Schema"]),
        ]);
    }),
  );
}

function judge(
  object: KubernetesObject,
  live: Live,
  schemas: ReadonlyMap<string, JsonObject>,
  computed: readonly ComputedText[],
): DriftedObject[] {
  const { apiVersion, kind, name, namespace, urn, isPatch } = object;
  const title = titleOf(kind, namespace, name);
  const found =
    live.get(addressOf(apiVersion, kind, namespace, name)) ??
    live.get(addressOf(apiVersion, kind, namespace ?? "default", name));
  if (found === undefined) {
    return [{ title, urn, verdict: "missing", differences: [] }];
  }
  const planned = plannedContent(object);
  const writes = serverWrites(planned, found, schemas.get(`${apiVersion}/${kind}`));
  const differences = compare(planned, comparable(kind, found), {
    ...writes,
    isComputed: (one, other) => isComputed(one, other, computed),
    // A patch owns only the fields that it names. The rest belongs to another program.
    isWritten: (path, value) => isPatch || writes.isWritten(path, value),
  });
  return differences.length === 0 ? [] : [{ title, urn, verdict: "different", differences }];
}

/** What the plan knows of the object's content, without secrets and without what only the engine reads. */
function plannedContent({ apiVersion, kind, name, namespace, content }: KubernetesObject): JsonObject {
  const fields = Object.entries(content).filter(([, value]) => value !== secretText);
  const metadata = { ...objectAt(content["metadata"]), name, ...(namespace !== undefined && { namespace }) };
  return comparable(kind, { ...Object.fromEntries(fields), apiVersion, kind, metadata });
}

/**
 * An object without what can't be compared: annotations that only Pulumi reads, and the data of a Secret. A plan has
 * no secret values, and a Secret is read without its data.
 */
function comparable(kind: string, object: JsonObject): JsonObject {
  const { metadata, ...rest } = object;
  const { annotations, ...others } = objectAt(metadata);
  const kept = Object.entries(objectAt(annotations)).filter(([key]) => !key.startsWith("pulumi.com/"));
  const whole = {
    ...rest,
    metadata: { ...others, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
  };
  return kind === "Secret" ? { apiVersion: object["apiVersion"], kind, metadata: whole.metadata } : whole;
}

/** Objects of guarded kinds in the plan's namespaces that the plan doesn't have. */
function unplanned(objects: readonly KubernetesObject[], live: Live): DriftedObject[] {
  const namespaces = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ name }) => name));
  const planned = new Set(
    objects.map(({ apiVersion, kind, namespace, name }) => addressOf(apiVersion, kind, namespace, name)),
  );
  const guarded = new Set(guardedKinds.map(({ apiVersion, kind }) => kindKey(apiVersion, kind)));
  return [...live].flatMap(([address, object]): DriftedObject[] => {
    const kind = String(object["kind"]);
    const metadata = objectAt(object["metadata"]);
    const namespace = stringAt(metadata["namespace"]);
    return guarded.has(kindKey(String(object["apiVersion"]), kind)) &&
      namespace !== undefined &&
      namespaces.has(namespace) &&
      !planned.has(address)
      ? [
          {
            title: titleOf(kind, namespace, String(metadata["name"])),
            verdict: "unplanned",
            differences: [],
          },
        ]
      : [];
  });
}

/** An object is the same in all versions of its group. */
function addressOf(apiVersion: string, kind: string, namespace: string | undefined, name: string): string {
  return [kindKey(apiVersion, kind), namespace ?? "", name].join("\n");
}

function titleOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
