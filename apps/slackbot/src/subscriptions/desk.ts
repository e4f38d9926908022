/**
 * The subscriptions of one channel, for those who are in it. Effects: the store and the clock by what it is handed. Errors: the store's.
 * Who may change them: everybody in the channel; each change is in the audit log with their Slack id.
 */
import type { Instant } from '@leadbell/domain';
import type { Store, Subscription } from '@leadbell/store';
import { type DigestDefinition, nextRun, previousRun, readDefinition, writeDefinition } from './definition.ts';

export interface Listed {
  readonly id: number;
  /** Null when it is not understood: one of a later Leadbell. */
  readonly definition: DigestDefinition | null;
  readonly owner: string;
  readonly pausedReason: string | null;
  readonly nextRunAt: Instant | null;
}

export type Verb = 'pause' | 'resume' | 'send' | 'remove';

export interface Desk {
  subscribe(place: DeskPlace, definition: DigestDefinition): Promise<Listed>;
  list(place: DeskPlace): Promise<readonly Listed[]>;
  /** Null: there is no such subscription in this channel. */
  change(place: DeskPlace, id: number, verb: Verb): Promise<Listed | null>;
}

export interface DeskPlace {
  readonly channel: string;
  readonly user: string;
}

/** By hand, beside the reasons that are Slack's. */
export const byHand = 'by_hand';

/** Sets a digest going at once, about the time that came last. */
export type SendDigest = (subscription: number, lastTime: Instant) => Promise<void>;

export function createDesk(store: Store, workspace: () => string, now: () => Instant, send: SendDigest): Desk {
  return {
    async subscribe({ channel, user }, definition) {
      const nextRunAt = nextRun(definition, now());
      const id = await store.transaction(async (tx) => {
        const added = await store.subscriptions.add(tx, {
          workspace: workspace(),
          channel,
          owner: user,
          kind: 'digest',
          definition: writeDefinition(definition),
          nextRunAt,
        });
        await store.audit(tx, {
          workspace: workspace(),
          actor: user,
          action: 'subscribed',
          subject: `subscription ${added}`,
        });
        return added;
      });
      return { id, definition, owner: user, pausedReason: null, nextRunAt };
    },

    async list({ channel }) {
      return (await store.subscriptions.ofChannel(workspace(), channel)).map(listed);
    },

    async change({ channel, user }, id, verb) {
      const place = { workspace: workspace(), channel };
      const found = (await store.subscriptions.ofChannel(place.workspace, channel)).find((one) => one.id === id);
      if (found === undefined) return null;
      const one = listed(found);
      const nextRunAt = one.definition === null ? null : nextRun(one.definition, now());
      if (verb === 'send' && one.definition !== null) await send(id, previousRun(one.definition, now()));
      await store.transaction(async (tx) => {
        if (verb === 'remove') await store.subscriptions.remove(tx, id, place);
        if (verb === 'pause') await store.subscriptions.change(tx, id, place, { pausedReason: byHand });
        // From now on: what it missed while it was paused is not sent.
        if (verb === 'resume')
          await store.subscriptions.change(tx, id, place, {
            pausedReason: null,
            ...(nextRunAt === null ? {} : { nextRunAt }),
          });
        await store.audit(tx, { workspace: place.workspace, actor: user, action: verb, subject: `subscription ${id}` });
      });
      if (verb === 'pause') return { ...one, pausedReason: byHand };
      return verb === 'resume' ? { ...one, pausedReason: null, nextRunAt } : one;
    },
  };
}

function listed({ id, definition, owner, pausedReason, nextRunAt }: Subscription): Listed {
  return { id, definition: readDefinition(definition), owner, pausedReason, nextRunAt };
}
