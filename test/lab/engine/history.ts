import { KubeConfig, Watch } from "@kubernetes/client-node";
import { type Lab, platform } from "../../../lab/lab.ts";
import { type Metadata, marked, markedKinds, objectId } from "./cluster-objects.ts";

/** An object came to be marked: it was made so, or an update put the mark on. */
export interface Appearance {
  /** As `NetworkPolicy shop-cart/default-deny`. */
  readonly key: string;
  /** The database's count of all writes when this one was done: the same count for all kinds. */
  readonly revision: number;
}

/**
 * When each object with the platform's mark came to be, by watching. The audit log can't tell: it has no event of
 * server-side applies in YAML, as the Kubernetes provider sends them (kubernetes/kubernetes#139419).
 */
export class History {
  readonly appearances: Appearance[] = [];
  readonly #watch: Watch;
  readonly #ends = new AbortController();

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
      history.#follow(kind, path, (body as unknown as { metadata: Versioned }).metadata.resourceVersion);
    }
    return history;
  }

  stop(): void {
    this.#ends.abort();
  }

  /** The client gives up on a watch that is silent for a while, so the next one goes on from there. */
  #follow(kind: string, path: string, since: string): void {
    let last = since;
    const note = (phase: string, { metadata }: { metadata: Metadata & Versioned }) => {
      last = metadata.resourceVersion;
      if (phase === "ADDED") {
        this.appearances.push({ key: objectId(kind, metadata).key, revision: Number(last) });
      }
    };
    const query = { labelSelector: marked, resourceVersion: since };
    this.#watch
      .watch(path, query, note, () => {
        if (!this.#ends.signal.aborted) {
          this.#follow(kind, path, last);
        }
      })
      .then((request) => this.#ends.signal.addEventListener("abort", () => request.abort()));
  }
}

interface Versioned {
  readonly resourceVersion: string;
}
