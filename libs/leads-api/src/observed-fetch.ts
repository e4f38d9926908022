/** A `fetch` that counts requests and compares the DMS's clock with ours. */
import type { Instant } from '@leadbell/domain';
import type { LeadsApiEffects } from './config.ts';
import type { HabitMemory } from './habit-memory.ts';

export function observedFetch(
  { fetch, now }: Pick<LeadsApiEffects, 'fetch' | 'now'>,
  memory: HabitMemory,
  onRequest: () => void,
): typeof globalThis.fetch {
  return async (input, init) => {
    onRequest();
    const sentAt = now();
    const response = await fetch(input, init);
    const header = response.headers.get('date');
    // A cached answer has the date of its original request.
    if (header !== null && response.headers.get('age') === null) {
      const serverAt = Date.parse(header);
      // The header has whole seconds, so on average it is half a second behind the DMS's clock.
      const ourAt = sentAt + (now() - sentAt) / 2 - 500;
      if (!Number.isNaN(serverAt))
        memory.learn({ kind: 'date', serverAt: serverAt as Instant, ourAt: ourAt as Instant });
    }
    return response;
  };
}
