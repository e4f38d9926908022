/** Hearing a signal of the database. Pure types. */

export interface Listening {
  close(): Promise<void>;
}
