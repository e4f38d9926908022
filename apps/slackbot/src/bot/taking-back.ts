/**
 * Records shared posts, so that the person who shared one, or an admin, can take it back. Effects:
 * uses the store in its options. Errors: those of the store.
 */
import { actHash, type Once, type Share, type Store } from '@leadbell/store';
import type { Place } from '@leadbell/slack-kit';

export interface SharedPosts {
  /** Records who is about to share. `id` is the value of the post's *Take back* button; see `shareIdOf`. */
  begin(id: string, place: Place): Promise<void>;
  placed(id: string, ts: string): Promise<void>;
  /** The shared post; null when its record was deleted because of its age. */
  find(id: string): Promise<Share | null>;
  /** Records that the post was deleted. */
  takenBack(id: string, place: Place & { readonly once: Once }): Promise<void>;
}

export interface SharedPostsOptions {
  readonly store: Pick<Store, 'transaction' | 'shares' | 'audit'>;
  readonly workspace: string;
}

/**
 * The id of an act's shared post. A process that takes the act over computes the same id, because it cannot read the id
 * from the post's button.
 */
export function shareIdOf(act: string): string {
  return actHash(`share ${act}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function createSharedPosts({ store, workspace }: SharedPostsOptions): SharedPosts {
  return {
    begin: (id, { channel, user }) => store.shares.add(workspace, { id, channel, user }),
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
