/**
 * Wraps the store for one act. A transaction that writes the audit log through the wrapped store also marks the act as
 * done. The kind of person and the channel are added to each entry.
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
