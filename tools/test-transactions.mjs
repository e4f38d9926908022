// Vitest's setup for each file: a test fails if cards or texts are rendered while a transaction of the store is open.
// Other transactions wait for the locks of an open one, so a transaction must contain only work for the database.
import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';
import { afterEach } from 'vitest';

const name = Symbol.for('leadbell.rendered-in-transactions');

/** Returns a list that collects each such rendering. A process has one list, even if it runs several test files. */
function listen() {
  const found = [];
  const transaction = new AsyncLocalStorage();
  channel('leadbell:transaction').bindStore(transaction);
  channel('leadbell:rendering').subscribe(() => {
    if (transaction.getStore() !== undefined) found.push(new Error('rendered inside of a transaction'));
  });
  return found;
}

const found = (globalThis[name] ??= listen());

afterEach(() => {
  const [first] = found.splice(0);
  if (first !== undefined) throw first;
});
