/**
 * The posts that people shared, stored so that these people can take them back. The rows hold no data of leads. Throws
 * the driver's errors.
 */
import type { Transaction } from './transaction.ts';

export interface Share {
  readonly channel: string;
  /** The id of the person who shared it. */
  readonly user: string;
  /** Slack's id of the message; null until it is known. */
  readonly ts: string | null;
  readonly isTakenBack: boolean;
}

export interface NewShare extends Pick<Share, 'channel' | 'user'> {
  /** The id on the button of the message. */
  readonly id: string;
}

export interface Shares {
  /** Call before the message is posted. */
  add(workspace: string, share: NewShare): Promise<void>;
  placed(workspace: string, id: string, ts: string): Promise<void>;
  /** Returns null if the share was deleted because of its age. */
  find(workspace: string, id: string): Promise<Share | null>;
  takenBack(transaction: Transaction, workspace: string, id: string): Promise<void>;
}
