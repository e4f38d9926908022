/**
 * Finds what is held about a person, and erases it. Effects: reads and writes the store. Errors:
 * those of the store.
 */
import { type Erased, newReceipt, type PersonFound, type PersonTarget, type Store } from '@leadbell/store';

export interface HeldOfPerson {
  readonly found: PersonFound;
  /** The number of messages and files that still have to be deleted in Slack. */
  readonly waiting: number;
  /** Alerts with notes of colleagues, which may name the person. */
  readonly noted: readonly number[];
}

export interface Forgetting {
  look(target: PersonTarget): Promise<HeldOfPerson>;
  /** Returns null if the person was forgotten before and no more data is held. */
  erase(target: PersonTarget, user: string): Promise<Erased | null>;
}

export interface ForgettingOptions {
  readonly store: Pick<Store, 'transaction' | 'persons' | 'audit'>;
  readonly workspace: string;
  /** Called after an erasure, so that messages in Slack are deleted at once. */
  readonly onErased: () => void;
}

export function createForgetting({ store, workspace, onErased }: ForgettingOptions): Forgetting {
  return {
    async look(target) {
      const { persons } = store;
      const [found, waiting, noted] = await Promise.all([
        persons.find(target),
        persons.waiting(target),
        persons.notedAlerts(target),
      ]);
      return { found, waiting, noted };
    },
    async erase(target, user) {
      const receipt = newReceipt();
      const erased = await store.transaction(async (tx) => {
        const done = await store.persons.erase(tx, target, { receipt, actor: user, workspace });
        const detail = { ...done?.found };
        if (done !== null)
          await store.audit.append(tx, { workspace, actor: user, action: 'forget', subject: receipt, detail });
        return done;
      });
      onErased();
      return erased;
    },
  };
}
