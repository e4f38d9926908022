/**
 * The subscriptions of one channel, for those who are in it. Effects: the store and the clock by what it is handed. Errors: the store's.
 * Who may change them is a setting; each change is in the audit log with their Slack id.
 */
import type { BusinessCalendar, Instant } from '@leadbell/domain';
import type { Store, Subscription, Transaction } from '@leadbell/store';
import { type Definition, nextRun, previousRun, readDefinition, writeDefinition } from './definition.ts';

export interface Listed {
  readonly id: number;
  /** Null when it is not understood: one of a later Leadbell. */
  readonly definition: Definition | null;
  readonly owner: string;
  readonly pausedReason: string | null;
  readonly nextRunAt: Instant | null;
}

export type Verb = 'pause' | 'resume' | 'send' | 'remove';

/** `not-allowed`: who may change subscriptions is a setting, and this person may not. */
export type Refused = 'not-allowed' | 'never-comes';

export interface Subscribed {
  readonly one: Listed;
  /** Leadbell can't post there until it is invited. */
  readonly needsInvite: boolean;
}

export interface Desk {
  subscribe(place: DeskPlace, definition: Definition): Promise<Subscribed | Refused>;
  /** Null: there is no such subscription in this channel. */
  replace(place: DeskPlace, id: number, definition: Definition): Promise<Subscribed | Refused | null>;
  list(place: DeskPlace): Promise<readonly Listed[]>;
  /** Null: there is no such subscription in this channel. */
  change(place: DeskPlace, id: number, verb: Verb): Promise<Listed | 'not-allowed' | null>;
}

export interface DeskPlace {
  readonly channel: string;
  readonly user: string;
}

/** By hand, beside the reasons that are Slack's. */
export const byHand = 'by_hand';

/** Sets a digest going at once, about the time that came last. */
export type SendDigest = (subscription: number, lastTime: Instant) => Promise<void>;

export interface DeskOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly now: () => Instant;
  readonly calendar: BusinessCalendar;
  readonly send: SendDigest;
  /** There is a new one of the kind. */
  readonly onNew: (kind: Definition['kind']) => Promise<void>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** Whether Leadbell is in the channel; null when that can't be known now. */
  readonly canReach: (channel: string) => Promise<boolean | null>;
}

export function createDesk({ store, workspace, now, calendar, send, onNew, mayEdit, canReach }: DeskOptions): Desk {
  const audit = (tx: Transaction, actor: string, action: string, id: number): Promise<void> =>
    store.audit(tx, { workspace: workspace(), actor, action, subject: `subscription ${id}` });
  const timeOf = (definition: Definition): Instant | null =>
    definition.kind === 'digest' ? nextRun(definition, calendar, now()) : null;
  const find = async ({ channel }: DeskPlace, id: number): Promise<Listed | null> => {
    const found = (await store.subscriptions.ofChannel(workspace(), channel)).find((one) => one.id === id);
    return found === undefined ? null : listed(found);
  };

  return {
    async subscribe({ channel, user }, definition) {
      if (!(await mayEdit(user))) return 'not-allowed';
      const nextRunAt = timeOf(definition);
      if (nextRunAt === null && definition.kind === 'digest') return 'never-comes';
      const needsInvite = (await canReach(channel)) === false;
      const id = await store.transaction(async (tx) => {
        const added = await store.subscriptions.add(tx, {
          workspace: workspace(),
          channel,
          owner: user,
          kind: definition.kind,
          definition: writeDefinition(definition),
          nextRunAt,
        });
        await audit(tx, user, 'subscribed', added);
        return added;
      });
      await onNew(definition.kind);
      return { one: { id, definition, owner: user, pausedReason: null, nextRunAt }, needsInvite };
    },

    async replace(place, id, definition) {
      const { channel, user } = place;
      const one = await find(place, id);
      if (one === null) return null;
      if (user !== one.owner && !(await mayEdit(user))) return 'not-allowed';
      const nextRunAt = timeOf(definition);
      if (nextRunAt === null && definition.kind === 'digest') return 'never-comes';
      const needsInvite = (await canReach(channel)) === false;
      await store.transaction(async (tx) => {
        const change = { definition: writeDefinition(definition), ...(nextRunAt === null ? {} : { nextRunAt }) };
        await store.subscriptions.change(tx, id, { workspace: workspace(), channel }, change);
        await audit(tx, user, 'edit', id);
      });
      return { one: { ...one, definition, nextRunAt }, needsInvite };
    },

    async list({ channel }) {
      return (await store.subscriptions.ofChannel(workspace(), channel)).map(listed);
    },

    async change(deskPlace, id, verb) {
      const { channel, user } = deskPlace;
      const place = { workspace: workspace(), channel };
      const one = await find(deskPlace, id);
      if (one === null) return null;
      if (user !== one.owner && !(await mayEdit(user))) return 'not-allowed';
      const nextRunAt = one.definition === null ? null : timeOf(one.definition);
      if (verb === 'send' && one.definition?.kind === 'digest')
        await send(id, previousRun(one.definition, calendar, now()));
      await store.transaction(async (tx) => {
        if (verb === 'remove') await store.subscriptions.remove(tx, id, place);
        if (verb === 'pause') await store.subscriptions.change(tx, id, place, { pausedReason: byHand });
        // From now on: what it missed while it was paused is not sent.
        if (verb === 'resume')
          await store.subscriptions.change(tx, id, place, {
            pausedReason: null,
            ...(nextRunAt === null ? {} : { nextRunAt }),
          });
        await audit(tx, user, verb, id);
      });
      if (verb === 'pause') return { ...one, pausedReason: byHand };
      return verb === 'resume' ? { ...one, pausedReason: null, nextRunAt } : one;
    },
  };
}

function listed({ id, kind, definition, owner, pausedReason, nextRunAt }: Subscription): Listed {
  return { id, definition: readDefinition(kind, definition), owner, pausedReason, nextRunAt };
}
