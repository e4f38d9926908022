/**
 * The Home tabs of one workspace, which all replicas keep up to date together. Effects: uses the
 * store in its options.
 */
import type { Home, Store } from '@leadbell/store';

/** A person who opened Home longer ago is probably not looking at it any more. */
const openedWithinMs = 600_000;
/** A bit less than a minute, because the minute clock may strike early. */
const everyMs = 55_000;
/**
 * Slack accepts about a hundred calls of `views.publish` a minute; some of them are needed for
 * people who open Home.
 */
const mostEachMinute = 60;

export interface HomePages {
  opened(user: string, channel: string | null): Promise<Home>;
  /** Returns null if the person has not opened Home recently. */
  looked(user: string): Promise<Home | null>;
  /** Returns the tabs that this process has to publish in this minute. */
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
