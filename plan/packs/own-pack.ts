import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Verdict } from "../../protocol/diagnostic.ts";
import { judgedBy } from "../../protocol/judged-types.ts";
import {
  type JudgedResource,
  type PolicyPack,
  type PolicyPackModule,
  policyPackModule,
} from "../../protocol/policy-pack.ts";
import type { Registration } from "../engine/registration.ts";
import { messageOf, PackError } from "../errors.ts";
import { judgedInputs } from "./judged-inputs.ts";

/**
 * Casemate's own policy pack, in the plan's process. The analyzer protocol would need a second process, and
 * would send each resource twice. Other packs support only that protocol.
 */
export class OwnPack {
  readonly #directory: string;
  readonly #pack: Promise<PolicyPack>;

  /** Starts to load the pack in `directory`. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#pack = load(directory);
    // `judge` reports the failure. Until then, it must not look like a failure of the planned program.
    this.#pack.catch(() => {});
  }

  /**
   * Judges all resources of a stack, in the order of their registration.
   *
   * @throws PackError
   */
  async judge(stack: Iterable<Registration>): Promise<Verdict> {
    try {
      const pack = await this.#pack;
      const { policies } = pack;
      return { policies, diagnostics: pack.judge(judgedResources(stack, judgedBy(policies))) };
    } catch (error) {
      throw new PackError(`the policy pack in ${this.#directory} failed: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
}

/** A source tree has `.ts` files, the package `.js` files. */
async function load(directory: string): Promise<PolicyPack> {
  const file = join(directory, `${policyPackModule}${extname(import.meta.url)}`);
  const { loadPack } = (await import(pathToFileURL(file).href)) as PolicyPackModule;
  return await loadPack();
}

function* judgedResources(
  stack: Iterable<Registration>,
  isJudged: (type: string) => boolean,
): Generator<JudgedResource> {
  const providers = new Map<string, NonNullable<JudgedResource["provider"]>>();
  for (const { urn, type, inputs, provider: reference, propertyDependencies } of stack) {
    if (type.startsWith("pulumi:providers:")) {
      providers.set(urn, { urn, inputs: judgedInputs(inputs) });
    }
    if (isJudged(type)) {
      // A reference is `URN::ID`.
      const provider = providers.get(reference.slice(0, reference.lastIndexOf("::")));
      yield { urn, type, inputs: judgedInputs(inputs), propertyDependencies, ...(provider && { provider }) };
    }
  }
}
