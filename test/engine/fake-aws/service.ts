import type { Account, Properties } from "./account.ts";

/** What a fake provider knows of the service that it stands for. */
export interface Service {
  readonly package: string;
  /** The id that a new thing gets. The same id twice is refused. */
  identify(type: string, name: string, inputs: Properties): string;
  /** What the service adds to the inputs. `previous` is what it added before an update. */
  compute(created: Created, previous?: Properties): Properties;
  /** Throws what the service would answer if it refuses to make this. */
  assertCreatable(created: Created, account: Account): void;
  /** Throws what the service would answer if it refuses to delete this. */
  assertDeletable(type: string, id: string, account: Account): void;
  /** What else changes when this is made, as a log group that AWS makes of itself. */
  afterCreate(created: Created, account: Account): void;
  /** What else goes when this is deleted. */
  afterDelete(type: string, id: string, account: Account): void;
  /** Fields that can't be changed in place. */
  replacedBy(type: string): readonly string[];
  /** Fields that the service doesn't keep, and so are unknown to an import. */
  readonly forgotten: readonly string[];
  /** Answers a function. */
  call(token: string, args: Properties, account: Account): Properties;
}

/** A thing being made. */
export interface Created {
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
}
