/**
 * Counts unreadable values, each once, although a bulk is read many times while it grows. It remembers this process's
 * last reading of each bulk. After a restart, the first reading of a bulk that was stored before does not count.
 * Errors: none.
 */

interface Read {
  readonly observation: { readonly info: { readonly key: string } };
  readonly unread: readonly string[];
}

export interface UnreadCounts {
  /**
   * The number of new unreadable values for each field. A value is new if it was readable or absent
   * when the bulk was last read.
   */
  news(bulks: readonly Read[], isNew: (key: string) => boolean): ReadonlyMap<string, number>;
  /** Call after the bulks were stored. */
  remember(bulks: readonly Read[]): void;
}

/** Enough for a week of a busy business. */
const mostBulks = 10_000;
const mostFieldChars = 80;

export function createUnreadCounts(): UnreadCounts {
  const known = new Map<string, ReadonlyMap<string, number>>();

  return {
    news(bulks, isNew) {
      const news = new Map<string, number>();
      for (const bulk of bulks) {
        const { key } = bulk.observation.info;
        const before = isNew(key) ? none : known.get(key);
        // Another process, or this one before a restart, has already counted the bulk.
        if (before === undefined) continue;
        for (const [field, count] of countsOf(bulk)) {
          const more = count - (before.get(field) ?? 0);
          if (more > 0) news.set(field, (news.get(field) ?? 0) + more);
        }
      }
      return news;
    },

    remember(bulks) {
      for (const bulk of bulks) {
        const { key } = bulk.observation.info;
        known.delete(key);
        known.set(key, bulk.unread.length === 0 ? none : countsOf(bulk));
      }
      for (const key of known.keys()) {
        if (known.size <= mostBulks) break;
        known.delete(key);
      }
    },
  };
}

const none: ReadonlyMap<string, number> = new Map();

function countsOf({ unread }: Read): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const field of unread) {
    const name = field.slice(0, mostFieldChars);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
