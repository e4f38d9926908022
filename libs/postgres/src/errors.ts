/**
 * The errors of the bundled server. `message` is a sentence for the people who run Leadbell; it contains no address and
 * no password.
 */
export type PostgresErrorKind =
  /** Another Leadbell holds this data directory. */
  | 'in-use'
  /** The bundled PostgreSQL can't run here. */
  | 'cannot-run'
  /** The data is that of a PostgreSQL version which the bundled PostgreSQL can't read. */
  | 'version';

export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly kind: PostgresErrorKind;

  constructor(kind: PostgresErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
