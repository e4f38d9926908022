/** A message that is planned and has no text yet. Pure types. */
import type { NewMessage, Placed } from '@leadbell/store';
import type { ErrorTexts } from './title.ts';

export interface Draft {
  /** `again`: updates the message, and posts it again if it is lost. */
  readonly how: 'add' | 'update' | 'again';
  readonly message: Omit<NewMessage, 'payload' | 'threadOf'>;
  /** The key of the message in whose thread this one is posted. */
  readonly thread?: string;
  /** Must be called outside transactions. */
  readonly write: (errorTexts: ErrorTexts) => object;
}

export type Place = Pick<Placed, 'standing' | 'first'>;
