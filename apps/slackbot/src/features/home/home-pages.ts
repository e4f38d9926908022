/**
 * The Home tabs of one workspace, which all replicas keep up to date together. Effects: the store by its options.
 */
import type { Home, Store } from '@leadbell/store';

/** People who opened it longer ago are no longer looking at it. */
const openedWithinMs = 600_000;
/** The minute clock may strike slightly early. */
const everyMs = 55_000;
/** Slack accepts about a hundred calls a minute of `views.publish`; openings take some of them. */
const mostEachMinute = 60;

export interface HomePages {
  opened(user: string, channel: string | null): Promise<Home>;
  /** Null if the person has not opened it recently. */
  looked(user: string): Promise<Home | null>;
  /** The tabs that this process publishes in this minute. */
  claim(): Promise<readonly Home[]>;
  published(user: string, shown: Pick<Home, 'hash' | 'content'>): Promise<void>;
}

export function createHomePages({
  store,
  workspace,
}: {
  readonly store: Store;
  readonly workspace: string;
}): HomePages {
  const { homes } = store;
  return {
    opened: (user, channel) => homes.opened(workspace, user, channel),
    looked: (user) => homes.find(workspace, user, openedWithinMs),
    claim: () => homes.claim(workspace, { openedWithinMs, everyMs, most: mostEachMinute }),
    published: (user, shown) => homes.published(workspace, user, shown),
  };
}
