import { KubeConfig, Watch } from "@kubernetes/client-node";
import { type Lab, platform } from "../../../lab/lab.ts";
import { waitUntil } from "../support/wait-until.ts";
import { type Metadata, marked, markedKinds, type ObjectId, objectId } from "./cluster-objects.ts";

/** An object got the managed-by label: by its creation, or by an update. */
export interface Appearance {
  /** For example: `NetworkPolicy shop-cart/default-deny`. */
  readonly key: string;
  /** The revision of the database after this write. All kinds share one revision. */
  readonly revision: number;
}

/**
 * Records by watches when each object with the platform's label appeared. The audit log can't tell: it has no events of
 * server-side apply in YAML, which the Kubernetes provider sends (kubernetes/kubernetes#139419).
 */
export class History {
  readonly appearances: Appearance[] = [];
  readonly #watch: Watch;
  readonly #ends = new AbortController();
  /** The reason why events may be missing. */
  #broken: Error | undefined;

  private constructor(config: KubeConfig) {
    this.#watch = new Watch(config);
  }

  static async start(lab: Lab): Promise<History> {
    const config = new KubeConfig();
    config.loadFromString(await lab.kubeconfig(platform));
    const history = new History(config);
    const caller = await lab.as(platform);
    for (const [kind, path] of Object.entries(markedKinds)) {
      const { body } = await caller.request("GET", path);
      history
        .#follow(kind, path, (body as unknown as { metadata: Versioned }).metadata.resourceVersion)
        .catch((error: Error) => {
          history.#broken = error;
        });
    }
    return history;
  }

  stop(): void {
    this.#ends.abort();
  }

  /**
   * Waits until the watches have reported all these objects, some time after the writes.
   *
   * @param from - counts appearances from this one on
   * @throws Error if they don't, or if a watch failed
   */
  async untilSeen(objects: readonly ObjectId[], from = 0): Promise<void> {
    await waitUntil(
      "the watches have reported every object",
      async () => {
        if (this.#broken !== undefined) {
          throw this.#broken;
        }
        const keys = new Set(this.appearances.slice(from).map(({ key }) => key));
        return objects.map(({ key }) => key).filter((key) => !keys.has(key));
      },
      (missing) => missing.length === 0,
    );
  }

  /** The client ends a watch without events after a while. The next watch continues at the same revision. */
  async #follow(kind: string, path: string, since: string): Promise<void> {
    let last = since;
    while (!this.#ends.signal.aborted) {
      const query = { labelSelector: marked, resourceVersion: last };
      const gap = await new Promise<string | undefined>((resolve, reject) => {
        const note = (phase: string, object: { metadata: Metadata & Versioned }) => {
          if (phase === "ERROR") {
            resolve(JSON.stringify(object));
            return;
          }
          last = object.metadata.resourceVersion;
          if (phase === "ADDED") {
            this.appearances.push({ key: objectId(kind, object.metadata).key, revision: Number(last) });
          }
        };
        this.#watch
          .watch(path, query, note, (end?: Error) =>
            resolve(end?.name === "TimeoutError" ? undefined : end?.message),
          )
          .then((request) => this.#ends.signal.addEventListener("abort", () => request.abort()), reject);
      });
      if (gap !== undefined && !this.#ends.signal.aborted) {
        throw new Error(`the watch of ${path} can't go on from ${last}: ${gap}`);
      }
    }
  }
}

interface Versioned {
  readonly resourceVersion: string;
}
