/** What the store throws beside the driver's own errors. `message` is a sentence for whoever runs Leadbell; it holds no address, no password, no row. */
export type StoreErrorKind =
  /** Another Leadbell holds this data directory. */
  | 'in-use'
  /** The bundled PostgreSQL can't run here. */
  | 'cannot-run'
  /** The data directory or the database was made by a version that this one can't read. */
  | 'version'
  /** The tables are not what a Leadbell makes, or can't be brought up to date. */
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
/** The driver's own, which have no code. */
const passingSentences = /timeout exceeded|connection terminated|read timeout|connection error|not queryable/i;

/** Trouble between us and the database that a later try may not meet. */
export function isPassingTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? passingCodes.test(code) : passingSentences.test(error.message);
}
