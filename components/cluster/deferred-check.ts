import * as pulumi from "@pulumi/pulumi";

/**
 * Delays a component until a check has passed. Children wait for their parent, so Pulumi creates no resource if the
 * check fails.
 *
 * The check can need the component itself, for example for the parent of its invokes. The options therefore come
 * first, and the check later.
 */
export class DeferredCheck {
  #resolve: (check: Promise<void>) => void = () => {};
  readonly #result = new Promise<void>((resolve) => {
    this.#resolve = resolve;
  });

  /** Options with which a component waits for the check. */
  hold(opts: pulumi.ComponentResourceOptions | undefined): pulumi.ComponentResourceOptions {
    const noResources = this.#result.then((): pulumi.Input<pulumi.Resource>[] => []);
    return pulumi.mergeOptions(opts, { dependsOn: noResources });
  }

  /** The component continues once `check` resolves. If `check` rejects, the component fails. */
  settle(check: Promise<void>): void {
    this.#resolve(check);
  }
}
