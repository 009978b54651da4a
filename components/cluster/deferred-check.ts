import * as pulumi from "@pulumi/pulumi";

/**
 * Holds a component back until a check has passed. Its children wait for their parent, so that nothing at all
 * is made if the check fails.
 *
 * The check may need the component itself, as the parent of its invokes: hence the options come first and the
 * check later.
 */
export class DeferredCheck {
  #resolve: (check: Promise<void>) => void = () => {};
  readonly #result = new Promise<void>((resolve) => {
    this.#resolve = resolve;
  });

  /** Options with which a component waits for the check. */
  hold(opts: pulumi.ComponentResourceOptions | undefined): pulumi.ComponentResourceOptions {
    const nothing = this.#result.then((): pulumi.Input<pulumi.Resource>[] => []);
    return pulumi.mergeOptions(opts, { dependsOn: nothing });
  }

  /** Lets the component go on once `check` resolves. If `check` fails, so does the component. */
  settle(check: Promise<void>): void {
    this.#resolve(check);
  }
}
