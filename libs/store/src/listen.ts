/** Listens for a signal of the database, on a connection that also shows that this process is alive. Pure types. */

export interface Listening {
  /**
   * The session of the connection: a new one for each. Null while there is none. The database knows at once when it
   * ends.
   */
  session(): number | null;
  close(): Promise<void>;
}
