/** A store in which each audited change is the effect of one act: whoever changes something writes it into the audit log, in the transaction of the change. */
import type { Once, Store, Transaction } from '@leadbell/store';

export function marking(store: Store, once: Once): Store {
  const marked = new WeakSet<Transaction>();
  return {
    ...store,
    async audit(tx, entry) {
      if (!marked.has(tx)) await once.mark(tx);
      marked.add(tx);
      await store.audit(tx, entry);
    },
  };
}
