/** Listens for a signal of the database, on a connection that also shows that this process is alive. Pure types. */

export interface Listening {
  /**
   * The connection's session: a new one for each connection. Null while there is none. The database notices at once
   * when it ends.
   */
  session(): number | null;
  close(): Promise<void>;
}
