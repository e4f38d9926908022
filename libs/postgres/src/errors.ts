/** What the server that is brought along throws. `message` is a sentence for whoever runs Leadbell; it holds no address and no password. */
export type PostgresErrorKind =
  /** Another Leadbell holds this data directory. */
  | 'in-use'
  /** The bundled PostgreSQL can't run here. */
  | 'cannot-run'
  /** The data directory was made by a version that this one can't read. */
  | 'version';

export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly kind: PostgresErrorKind;

  constructor(kind: PostgresErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
