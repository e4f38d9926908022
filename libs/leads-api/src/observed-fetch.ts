/** `fetch`, with requests counted and the clock of the DMS compared with ours. */
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
    // A cache answers with the time at which it asked.
    if (header !== null && response.headers.get('age') === null) {
      const serverAt = Date.parse(header);
      // Whole seconds: half a second later on average.
      const ourAt = sentAt + (now() - sentAt) / 2 - 500;
      if (!Number.isNaN(serverAt))
        memory.learn({ kind: 'date', serverAt: serverAt as Instant, ourAt: ourAt as Instant });
    }
    return response;
  };
}
