/**
 * Wraps the store for one act. With the wrapped store, a transaction that writes the audit log also marks the act as
 * done, and each entry has the kind of person and the channel.
 */
import type { ActorKind, Once, Store, Transaction } from '@leadbell/store';

/** The kind of person who performs an act, and the channel of the act. */
export interface Actor {
  readonly actorKind: ActorKind;
  readonly channel: string;
}

export function marking(store: Store, once: Once, actor: Actor): Store {
  const marked = new WeakSet<Transaction>();
  return {
    ...store,
    audit: {
      ...store.audit,
      async append(tx, entry) {
        if (!marked.has(tx)) await once.mark(tx);
        marked.add(tx);
        await store.audit.append(tx, { ...actor, ...entry });
      },
      async appendReading(tx, entry, bounds) {
        if (!marked.has(tx)) await once.mark(tx);
        marked.add(tx);
        return store.audit.appendReading(tx, { ...actor, ...entry }, bounds);
      },
    },
  };
}
