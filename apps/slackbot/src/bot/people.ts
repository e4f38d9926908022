/**
 * The preferences of people. Effects: uses the store in its options, and caches briefly what it
 * reads, so that a command needs no database query.
 */
import { within } from '../within.ts';
import type { Instant } from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { isLanguage, type Language } from '@leadbell/i18n';

export interface People {
  /** The language that the person chose; null when they chose none or it cannot be read soon. */
  language(user: string): Promise<Language | null>;
  setLanguage(user: string, language: Language): Promise<void>;
  /**
   * Whether no process has called `isFirst` with this person and `mark` before; false if that can't be read soon.
   * `mark` is the name of an event, such as an offer.
   */
  isFirst(user: string, mark: string): Promise<boolean>;
}

declare module '../reports/context.ts' {
  interface Services {
    readonly people: People;
  }
}

export interface PeopleOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly now: () => Instant;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The time in milliseconds after which a change by another replica is seen. */
const keptMs = 60_000;
const maxKept = 10_000;
/** The longest wait for the database, because an answer in the wrong language is better than a late one. */
const patienceMs = 500;

export function createPeople({ store, workspace, now, sleep }: PeopleOptions): People {
  /** People and marks for which `isFirst` was already called. */
  const marked = new Set<string>();
  const kept = new Map<string, { readonly language: Language | null; readonly at: Instant }>();

  function keep(user: string, language: Language | null): void {
    if (kept.size >= maxKept) kept.clear();
    kept.set(user, { language, at: now() });
  }

  async function read(user: string): Promise<Language | null> {
    const { language } = (await store.people.settings(workspace(), user)) as { readonly language?: unknown };
    const chosen = isLanguage(language) ? language : null;
    keep(user, chosen);
    return chosen;
  }

  /** Resolves to the result of the work, or to null when it takes too long or fails. */
  function soon<T>(work: Promise<T>): Promise<T | null> {
    const found = work.catch(() => null);
    return within(patienceMs, found, sleep);
  }

  return {
    async language(user) {
      const known = kept.get(user);
      if (known !== undefined && now() - known.at < keptMs) return known.language;
      return soon(read(user));
    },
    async setLanguage(user, language) {
      await store.people.change(workspace(), user, { language });
      keep(user, language);
    },
    async isFirst(user, mark) {
      const key = `${user} ${mark}`;
      if (marked.has(key)) return false;
      if (marked.size >= maxKept) marked.clear();
      const isFirst = await soon(store.people.isFirst(workspace(), user, mark));
      if (isFirst !== null) marked.add(key);
      return isFirst === true;
    },
  };
}
