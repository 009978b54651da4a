/** The cluster can't be read. The message says why. */
export class DriftFailure extends Error {
  override readonly name = "DriftFailure";
}
