/** Adds the words that other processes have learned to those of this process. Effects: reads the store. */
import type { Instant, WordBook } from '@leadbell/domain';
import type { Store } from '@leadbell/store';

export function createLearnedWords({ words }: Pick<Store, 'words'>, wordBook: WordBook): { refresh(): Promise<void> } {
  let since: Instant | null = null;
  return {
    async refresh() {
      const learned = await words.learned(since);
      wordBook.learn(learned.words);
      since = learned.at;
    },
  };
}
