/**
 * The errors of the store, besides those of the driver. `message` is a sentence for the people who run Leadbell; it
 * contains no address, no password, no row.
 */
export type StoreErrorKind =
  /** Another Leadbell holds this data directory. */
  | 'in-use'
  /** The bundled PostgreSQL can't run here. */
  | 'cannot-run'
  /** The data directory or the database has a version that this Leadbell can't read. */
  | 'version'
  /** Leadbell has no data here yet. */
  | 'empty'
  /** The tables are not Leadbell's, or can't be brought up to date. */
  | 'schema'
  /** The database does not answer. */
  | 'unreachable'
  /** A backup is broken, or the place to restore to is not empty. */
  | 'backup'
  /** The installation's key is missing, or is not the one that the data was written with. */
  | 'key';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const passingCodes =
  /^(?:08...|53...|57...|40...|55000|55P03|25006|E(?:CONN\w+|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND))$/;
/** The driver's own errors have no code, so they are recognised by their messages. */
const passingSentences = /timeout exceeded|connection terminated|read timeout|connection error|not queryable/i;

/** Whether trying again later may succeed after this error of the database. */
export function isPassingTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? passingCodes.test(code) : passingSentences.test(error.message);
}
