import * as pulumi from "@pulumi/pulumi";

/**
 * Holds a component back until a check has passed. Its children wait for their parent, so that nothing at all
 * is made if the check fails.
 *
 * The check may need the component itself, as the parent of its invokes: hence the gate is made first and
 * opened later.
 */
export class Gate {
  #resolve: (check: Promise<void>) => void = () => {};
  readonly #opened = new Promise<void>((resolve) => {
    this.#resolve = resolve;
  });

  /** Options with which a component waits at the gate. */
  guard(opts: pulumi.ComponentResourceOptions | undefined): pulumi.ComponentResourceOptions {
    const nothing = this.#opened.then((): pulumi.Input<pulumi.Resource>[] => []);
    return pulumi.mergeOptions(opts, { dependsOn: nothing });
  }

  /** Opens the gate once `check` resolves; whoever waits fails with it. */
  open(check: Promise<void>): void {
    this.#resolve(check);
  }
}
