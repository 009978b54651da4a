import type { Account, Properties } from "./account.ts";

/** The behaviour of the service that a fake provider represents. */
export interface Service {
  readonly package: string;
  /** The id of a new resource. The service refuses the same id twice. */
  identify(type: string, name: string, inputs: Properties): string;
  /** The outputs that the service adds to the inputs. `previous` has the outputs before an update. */
  compute(created: Created, previous?: Properties): Properties;
  /** Throws the service's error if it refuses to create the resource. */
  assertCreatable(created: Created, account: Account): void;
  /** What the service keeps of an update's inputs. Throws the service's error if it refuses the update. */
  applied(type: string, update: Update): Properties;
  /** Throws the service's error if it refuses to delete the resource. */
  assertDeletable(type: string, id: string, account: Account): void;
  /** Further changes after the creation, for example a log group that AWS creates itself. */
  afterCreate(created: Created, account: Account): void;
  /** Further deletions after the resource's own. */
  afterDelete(type: string, id: string, account: Account): void;
  /** Fields whose change requires a replacement. */
  replacedBy(type: string): readonly string[];
  /** Fields that the service doesn't store, so an import doesn't have them. */
  readonly forgotten: readonly string[];
  /** Returns the answer of a function. */
  call(token: string, args: Properties, account: Account): Properties;
}

/** An update of a resource. */
export interface Update {
  /** The inputs of the last update. */
  readonly before: Properties;
  readonly next: Properties;
  /** What the account has now. Others may have changed it. */
  readonly live: Properties;
}

/** A resource during its creation. */
export interface Created {
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
}
