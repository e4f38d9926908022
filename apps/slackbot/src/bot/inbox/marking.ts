/**
 * Wraps the store so that each audited change marks one act: every change writes the audit log in
 * its own transaction, and the mark is added there.
 */
import type { Once, Store, Transaction } from '@leadbell/store';

export function marking(store: Store, once: Once): Store {
  const marked = new WeakSet<Transaction>();
  return {
    ...store,
    audit: {
      ...store.audit,
      async append(tx, entry) {
        if (!marked.has(tx)) await once.mark(tx);
        marked.add(tx);
        await store.audit.append(tx, entry);
      },
    },
  };
}
