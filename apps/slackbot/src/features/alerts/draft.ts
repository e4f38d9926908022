/** A message before it has words. Pure types. */
import type { NewMessage, Placed } from '@leadbell/store';
import type { ErrorTexts } from './title.ts';

export interface Draft {
  /** `again`: an update, and a new post if the message is lost. */
  readonly how: 'add' | 'update' | 'again';
  readonly message: Omit<NewMessage, 'payload' | 'threadOf'>;
  /** The key of the message in whose thread it belongs. */
  readonly thread?: string;
  /** Called outside transactions. */
  readonly write: (errorTexts: ErrorTexts) => object;
}

export type Place = Pick<Placed, 'standing' | 'first'>;
