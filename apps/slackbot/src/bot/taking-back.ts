/**
 * Shared posts, and taking them back: by the person who shared, or an admin. Effects: the store by its options. Errors:
 * the store's.
 */
import type { Once, Share, Store } from '@leadbell/store';
import type { Place } from '@leadbell/slack-kit';

export interface SharedPosts {
  /** Notes who is about to share. Resolves to the id for the post's button. */
  begin(place: Place): Promise<string>;
  placed(id: string, ts: string): Promise<void>;
  /** Null when it is too old. */
  find(id: string): Promise<Share | null>;
  /** After the message was deleted. */
  takenBack(id: string, place: Place & { readonly once: Once }): Promise<void>;
}

export interface SharedPostsOptions {
  readonly store: Pick<Store, 'transaction' | 'shares' | 'audit'>;
  readonly workspace: string;
}

export function createSharedPosts({ store, workspace }: SharedPostsOptions): SharedPosts {
  return {
    async begin({ channel, user }) {
      const id = crypto.randomUUID();
      await store.shares.add(workspace, { id, channel, user });
      return id;
    },
    placed: (id, ts) => store.shares.placed(workspace, id, ts),
    find: (id) => store.shares.find(workspace, id),
    takenBack: (id, { user, channel, once }) =>
      store.transaction(async (tx) => {
        await once.mark(tx);
        await store.shares.takenBack(tx, workspace, id);
        await store.audit.append(tx, { workspace, actor: user, actorKind: 'member', action: 'take back', channel });
      }),
  };
}
