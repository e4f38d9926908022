/**
 * The subscriptions of one channel, for its members. Effects: the store and the clock by its
 * options. Errors: the store's. A setting controls who may change them; the audit log records each
 * change with the person's Slack id.
 */
import type { ActPlace } from '../../commands/command.ts';
import { beginsAt, type BusinessCalendar, type Instant } from '@leadbell/domain';
import {
  decide,
  type DigestRequest,
  type LastOutcome,
  Moved,
  type NewDigestRequest,
  type Store,
  type Subscription,
  type Transaction,
} from '@leadbell/store';
import { byHand, type Clock, debtOnEdit, debtOnPause, debtOnResume } from './debts.ts';
import {
  type Definition,
  nextRun,
  previousRun,
  readDefinition,
  rhythmOf,
  writeDefinition,
} from '../../subscriptions/definition.ts';
import { writeScope } from '../../subscriptions/scope.ts';
import { unheld } from './holders.ts';
import { type Asker, type Refused, type Verb, whyNot } from './may-change.ts';
import { unsentNotice } from '../../subscriptions/notices.ts';

export interface Listed {
  readonly id: number;
  /** Null when it is unreadable, as written by a later Leadbell. */
  readonly definition: Definition | null;
  readonly owner: string;
  readonly pausedReason: string | null;
  /** In the future. */
  readonly nextRunAt: Instant | null;
  /** A due digest without a message. */
  readonly owed?: Owed;
  /** The result of its latest message; absent when there was none. */
  readonly last?: LastOutcome;
}

export interface Owed {
  readonly since: Instant;
  readonly tries: number;
  /** A kind of failure; null before the first. */
  readonly failure: string | null;
  readonly nextTryAt: Instant | null;
}

export interface Subscribed {
  readonly one: Listed;
  /** Leadbell cannot post there until it is invited. */
  readonly needsInvite: boolean;
}

export interface SubscriptionService {
  subscribe(asker: Asker, definition: Definition): Promise<Subscribed | Refused>;
  /** Null when the channel has no such subscription. */
  replace(place: Asker, id: number, definition: Definition): Promise<Subscribed | Refused | null>;
  list(place: ActPlace): Promise<readonly Listed[]>;
  /** Null when the channel has no such subscription. */
  change(asker: Asker, id: number, verb: Verb): Promise<Listed | Refused | null>;
}

/**
 * Records in the press's transaction that a digest for the latest time is owed to the person at
 * once.
 */
export type SendDigest = (transaction: Transaction, request: Omit<NewDigestRequest, 'key'>) => Promise<void>;

export interface SubscriptionServiceOptions {
  readonly store: Store;
  readonly workspace: () => string;
  readonly now: () => Instant;
  readonly calendar: BusinessCalendar;
  readonly send: SendDigest;
  /**
   * Called after that transaction, so that it need not wait for the next minute. Must not reject.
   */
  readonly onSend: () => Promise<void>;
  /** Called for a new subscription of the kind. */
  readonly onNew: (kind: Definition['kind']) => Promise<void>;
  readonly mayEdit: (user: string) => Promise<boolean>;
  /** Whether Leadbell is in the channel; null when unknown. */
  readonly canReach: (channel: string) => Promise<boolean | null>;
}

export function createSubscriptionService({
  store,
  workspace,
  now,
  calendar,
  send,
  onSend,
  onNew,
  mayEdit,
  canReach,
}: SubscriptionServiceOptions): SubscriptionService {
  const audit = (tx: Transaction, actor: string, action: string, id: number): Promise<void> =>
    store.audit.append(tx, { workspace: workspace(), actor, action, subject: `subscription ${id}` });
  const timeOf = (definition: Definition): Instant | null =>
    definition.kind === 'digest' ? nextRun(definition, calendar, now()) : null;
  const find = async ({ channel }: ActPlace, id: number): Promise<Subscription | null> =>
    (await store.subscriptions.ofChannel(workspace(), channel)).find((one) => one.id === id) ?? null;
  const listed = (subscription: Subscription, last?: LastOutcome): Listed => {
    const { id, kind, definition: stored, owner, pausedReason, nextRunAt, tries, failure, nextTryAt } = subscription;
    const definition = readDefinition(kind, stored);
    const common = { id, definition, owner, pausedReason, ...(last === undefined ? {} : { last }) };
    if (definition === null || nextRunAt === null || nextRunAt > now() || pausedReason !== null)
      return { ...common, nextRunAt };
    return { ...common, nextRunAt: timeOf(definition), owed: { since: nextRunAt, tries, failure, nextTryAt } };
  };
  /** Returns whether the subscription still exists. */
  async function changeIn(tx: Transaction, one: Subscription, verb: Verb, asker: Asker): Promise<boolean> {
    const { id, workspace: of, channel } = one;
    const place = { workspace: of, channel };
    switch (verb) {
      case 'send':
        return true;
      case 'keep': {
        await holdAs(tx, one, asker);
        const resumes = one.pausedReason === unheld ? { pausedReason: null, ...debtOnResume(one, clock()) } : {};
        return store.subscriptions.change(tx, id, place, resumes);
      }
      case 'pause':
        return store.subscriptions.change(tx, id, place, { pausedReason: byHand, ...debtOnPause(one, clock()) });
      case 'resume':
        await holdAsOwner(tx, one, asker);
        return store.subscriptions.change(tx, id, place, { pausedReason: null, ...debtOnResume(one, clock()) });
      case 'remove':
        return store.subscriptions.remove(tx, id, place);
      default:
        return verb satisfies never;
    }
  }

  /** From now on it shows no more than the person may see. Throws `Moved` when another person took it over meanwhile. */
  async function holdAs(tx: Transaction, one: Subscription, { user, scope }: Asker): Promise<void> {
    const holder = { owner: user, scope: writeScope(scope), unheldSince: null };
    if (!(await store.subscriptions.hold(tx, one.id, one, holder))) throw new Moved();
  }
  async function holdAsOwner(tx: Transaction, one: Subscription, asker: Asker): Promise<void> {
    if (asker.user === one.owner) await holdAs(tx, one, asker);
  }

  /** Requests for its digest, whose requesters are notified when it is removed. */
  function waitingFor(tx: Transaction, { id }: Subscription, verb: Verb): Promise<readonly DigestRequest[]> {
    return verb === 'remove' ? store.digestRequests.of(tx, id) : Promise.resolve([]);
  }

  const clock = (): Clock => ({ calendar, now: now() });

  return {
    async subscribe({ channel, user, scope }, definition) {
      if (!(await mayEdit(user))) return 'not-allowed';
      if (definition.kind === 'alerts' && scope !== 'all') return 'needs-all';
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
          scope: writeScope(scope),
          coveredTo:
            nextRunAt === null || definition.kind !== 'digest' ? null : beginsAt(rhythmOf(definition, calendar), now()),
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
      const refused = whyNot('edit', one, place, await mayEdit(user));
      if (refused !== null) return refused;
      if (definition.kind !== one.kind) return 'other-kind';
      const nextRunAt = timeOf(definition);
      if (nextRunAt === null && definition.kind === 'digest') return 'never-comes';
      const needsInvite = (await canReach(channel)) === false;
      const change = {
        definition: writeDefinition(definition),
        ...(nextRunAt === null || definition.kind !== 'digest' ? {} : debtOnEdit(one, definition, nextRunAt, clock())),
      };
      const isThere = await store.transaction(async (tx) => {
        await holdAsOwner(tx, one, place);
        if (!(await store.subscriptions.change(tx, id, { workspace: workspace(), channel }, change))) return false;
        await audit(tx, user, 'edit', id);
        return true;
      });
      if (!isThere) return null;
      return { one: { id, definition, owner: one.owner, pausedReason: one.pausedReason, nextRunAt }, needsInvite };
    },

    async list({ channel }) {
      const all = await store.subscriptions.ofChannel(workspace(), channel);
      if (all.length === 0) return [];
      const outcomes = await store.subscriptions.outcomes(workspace(), channel);
      const last = new Map(outcomes.map((outcome) => [outcome.subscription, outcome]));
      return all.map((one) => listed(one, last.get(one.id)));
    },

    async change(asker, id, asked) {
      const { user } = asker;
      const found = await find(asker, id);
      if (found === null) return null;
      // The person who resumes it answers for it.
      const verb = asked === 'resume' && found.pausedReason === unheld ? 'keep' : asked;
      const refused = whyNot(verb, found, asker, await mayEdit(user));
      if (refused !== null) return refused;
      const one = listed(found);
      // Paused since the button was shown: nothing is sent, and the presser sees the pause.
      if (verb === 'send' && one.pausedReason !== null) return one;
      if (verb === 'send' && one.definition === null) return 'unreadable';
      const about =
        verb === 'send' && one.definition?.kind === 'digest' ? previousRun(one.definition, calendar, now()) : null;
      const isThere = await decide({
        plan: () => store.transaction((tx) => waitingFor(tx, found, verb)),
        render: (waiting) => waiting.map((request) => unsentNotice(found, request, 'removed')),
        write: (waiting, notices) =>
          store.transaction(async (tx) => {
            if (JSON.stringify(await waitingFor(tx, found, verb)) !== JSON.stringify(waiting)) throw new Moved();
            if (about !== null) await send(tx, { subscription: id, about, by: user });
            await store.outbox.add(tx, notices);
            if (!(await changeIn(tx, found, verb, asker))) return false;
            await audit(tx, user, verb, id);
            return true;
          }),
      });
      // Removed by another person at that moment.
      if (!isThere) return null;
      if (about !== null) await onSend();
      if (verb === 'pause') return { ...one, pausedReason: byHand };
      if (verb === 'keep' && one.pausedReason !== unheld) return { ...one, owner: user };
      if (verb !== 'resume' && verb !== 'keep') return one;
      const nextRunAt = one.definition === null ? null : timeOf(one.definition);
      return { ...one, ...(verb === 'keep' ? { owner: user } : {}), pausedReason: null, nextRunAt };
    },
  };
}
