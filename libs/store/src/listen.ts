/** Listens for a signal of the database; the connection also shows that this process is alive. Pure types. */

export interface Listening {
  /**
   * The session of the connection, which is new for each connection. Null while there is no connection. The database
   * notices at once when the session ends.
   */
  session(): number | null;
  close(): Promise<void>;
}
