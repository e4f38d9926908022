/** Posts that people shared, so that they can take them back. They hold no data of leads. Errors: the driver's. */
import type { Transaction } from './transaction.ts';

export interface Share {
  readonly channel: string;
  /** The person who shared it. */
  readonly user: string;
  /** Slack's id of the message; null until it is known. */
  readonly ts: string | null;
  readonly isTakenBack: boolean;
}

export interface NewShare extends Pick<Share, 'channel' | 'user'> {
  /** On the message's button. */
  readonly id: string;
}

export interface Shares {
  /** Before it is posted. */
  add(workspace: string, share: NewShare): Promise<void>;
  placed(workspace: string, id: string, ts: string): Promise<void>;
  /** Null when it is too old. */
  find(workspace: string, id: string): Promise<Share | null>;
  takenBack(transaction: Transaction, workspace: string, id: string): Promise<void>;
}
