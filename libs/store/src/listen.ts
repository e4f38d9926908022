/**
 * A connection that listens for signals of the database. It also shows other processes that this process is alive. Pure
 * types.
 */

export interface Listening {
  /**
   * The number of the connection's session; other processes check the lock with this number. Each new connection gets
   * a new number. Null while there is no connection. The database notices at once when the session ends.
   */
  session(): number | null;
  close(): Promise<void>;
}
