/**
 * Announces new leads to the channels that subscribe to them: one masked card for each, or one
 * message when there are many. Finds the new leads before they are stored, renders their messages,
 * and finds them again in the transaction that stores them. The new leads are announced only if
 * both results agree. Effects: uses the given store. Errors: those of the store; `Moved`.
 */
import {
  dayWindow,
  type Instant,
  type LeadIdentities,
  leadMatcher,
  personKeys,
  personMatcher,
  plainDateIn,
  scopeMatcher,
  wideHash,
} from '@leadbell/domain';
import {
  decide,
  Moved,
  type NewLeadSet,
  type NewMessage,
  type Store,
  type Subscription,
  type Transaction,
} from '@leadbell/store';
import { dayMessage } from '../../subscriptions/day-thread.ts';
import { type LeadsDefinition, readDefinition } from '../../subscriptions/definition.ts';
import { readScope } from '../../subscriptions/scope.ts';
import { type Arrived, leadsOf, rankOf, type SeenBulk, withoutResent } from '../../reports/arrived.ts';
import { cardPayload, dayPayload, manyPayload } from './lead-cards.ts';

/** Older leads are not announced, because they came before the first poll or during a long stop of Leadbell. */
const newsMs = 24 * 3_600_000;

export async function hasLeadSubscriptions(store: Store): Promise<boolean> {
  return store.transaction(async (tx) => (await store.subscriptions.ofKind(tx, 'leads')).length > 0);
}

export interface AnnounceOptions {
  readonly store: Store;
  readonly identities: LeadIdentities;
  /** The connection that the bulks come from. */
  readonly connection: string;
  readonly now: Instant;
}

/**
 * `seen`: all leads that a poll has read, new or not. A lead is matched with the subscription each
 * time it is read, so a lead whose brand becomes known later is announced then. A lead is announced
 * once; afterwards its card shows its current state. A lead that is sent again keeps its card.
 * `keep` stores the leads, in the same transaction.
 */
export function announceLeads<T>(
  seen: ReadonlyMap<string, SeenBulk>,
  options: AnnounceOptions,
  keep: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const { store, now } = options;
  /** The result after the leads are stored, when it is known which of them were sent before. */
  let found: readonly LeadNews[] | null = null;
  return decide<readonly LeadNews[], readonly LeadMessages[], T>({
    plan: async () =>
      found ?? (seen.size === 0 ? [] : store.transaction((tx) => leadNews(tx, seen, options, { isTold: false }))),
    render: (news) => renderLeadNews(news, now, options),
    write: (news, messages) =>
      store.transaction(async (tx) => {
        const kept = await keep(tx);
        found = await leadNews(tx, seen, options, { isTold: true });
        if (identityOf(found) !== identityOf(news)) throw new Moved();
        await sendLeadNews(tx, messages, options);
        return kept;
      }),
  });
}

/** The new and changed leads for one channel. */
interface LeadNews {
  readonly subscription: Subscription;
  readonly definition: LeadsDefinition;
  readonly arrived: readonly Arrived[];
  /** Leads that were announced before and have changed, with the keys of their cards. */
  readonly changed: readonly Arrived[];
  /**
   * The number of the day's leads so far, for the daily message; null if no lead arrived, or if
   * there is no daily message.
   */
  readonly countOfDay: number | null;
}

/** `isTold`: whether to record that the leads are announced. */
async function leadNews(
  tx: Transaction,
  seen: ReadonlyMap<string, SeenBulk>,
  { store, identities, connection, now }: AnnounceOptions,
  { isTold }: { readonly isTold: boolean },
): Promise<readonly LeadNews[]> {
  if (seen.size === 0) return [];
  const resent = await store.bulks.sentAgain(tx, connection, [...seen.keys()]);
  // Sort the bulks, because the order in which the DMS lists them means nothing.
  const oldestFirst = [...seen.values()].toSorted((a, b) => (a.info.createdAt ?? now) - (b.info.createdAt ?? now));
  const forgotten = new Set((await store.persons.forgotten(tx)).map(({ person }) => person));
  const isForgotten = personMatcher(forgotten, identities);
  const leads = oldestFirst.flatMap((bulk) => leadsOf(bulk, identities)).filter(({ lead }) => !isForgotten(lead));
  const all = eachOnce(withoutResent(leads, resent));
  const news: LeadNews[] = [];
  for (const subscription of all.length === 0 ? [] : await store.subscriptions.ofKind(tx, 'leads')) {
    const definition = readDefinition(subscription.kind, subscription.definition);
    if (definition?.kind !== 'leads') continue;
    const found = await newsFor(tx, all, { subscription, definition }, { store, now, isTold });
    if (found.arrived.length + found.changed.length > 0) news.push(found);
  }
  return news;
}

async function newsFor(
  tx: Transaction,
  all: readonly Arrived[],
  { subscription, definition }: Pick<LeadNews, 'subscription' | 'definition'>,
  { store, now, isTold }: { readonly store: Store; readonly now: Instant; readonly isTold: boolean },
): Promise<LeadNews> {
  // Leads that arrived before this time are not announced.
  const since = Math.max(subscription.createdAt, now - newsMs);
  const isWanted = leadMatcher(definition.filters);
  const isInScope = scopeMatcher(readScope(subscription.scope));
  // Leads that have left the scope are dropped here, because an update of a lead's card would show the lead again.
  const inScope = all.filter(({ lead }) => isInScope(lead));
  const leads = inScope.map(({ key, aliases, lead, info, isSentAgain }) => ({
    key,
    aliases,
    // The card also shows that the lead was sent again, so a resent lead counts as changed.
    outcome: isSentAgain === true ? `${lead.outcome} again` : lead.outcome,
    isWanted: (info.createdAt ?? now) >= since && isWanted(lead),
  }));
  const { subscriptions } = store;
  const notify = isTold
    ? await subscriptions.tellLeads(tx, subscription.id, leads)
    : await subscriptions.leadsToTell(tx, subscription.id, leads);
  const arrived = inScope.filter(({ key }) => notify.arrived.has(key));
  const changed = inScope.flatMap((one) => {
    const key = notify.changed.get(one.key);
    return key === undefined ? [] : [{ ...one, key }];
  });
  const { zone, threadOnly } = definition;
  if (!threadOnly || arrived.length === 0) return { subscription, definition, arrived, changed, countOfDay: null };
  const told = await subscriptions.toldSince(tx, subscription.id, dayWindow(plainDateIn(zone, now), zone).from);
  return { subscription, definition, arrived, changed, countOfDay: isTold ? told : told + arrived.length };
}

interface LeadMessage extends NewMessage {
  /** Keys of the person on the card. */
  readonly persons: readonly string[];
  /** Keys of the bulks of its leads. */
  readonly bulks: readonly string[];
}

/** The rows of the outbox for one channel. */
interface LeadMessages {
  /** Updates of cards, in place and without a ping. A lead that was announced together with others has no card. */
  readonly updates: readonly LeadMessage[];
  readonly added: readonly LeadMessage[];
  /** The daily message whose thread gets the new messages; null if they are posted in the channel. */
  readonly day: NewMessage | null;
  /** For each message that counts leads, the leads that the message's button opens. */
  readonly sets: readonly NewLeadSet[];
}

function renderLeadNews(
  news: readonly LeadNews[],
  now: Instant,
  { connection, identities: { keys } }: Pick<AnnounceOptions, 'connection' | 'identities'>,
): readonly LeadMessages[] {
  const personsOf = ({ lead }: Arrived) => personKeys(lead, keys);
  return news.map(({ subscription, definition, arrived, changed, countOfDay }) => {
    const date = plainDateIn(definition.zone, now);
    const ofDay = dayMessage(subscription, 'leads', date);
    const since = dayWindow(date, definition.zone).from;
    const day =
      countOfDay === null ? null : { ...ofDay, payload: dayPayload(countOfDay, date, setOf(ofDay.key), definition) };
    const counted = setsOf(arrived, { subscription, definition }, connection);
    return {
      sets:
        day === null
          ? counted
          : [...counted, { ...newSet(ofDay, arrived, connection), told: { by: subscription.id, since } }],
      updates: changed.map((one) => ({ ...cardOf(one, subscription, definition), persons: personsOf(one), bulks: [] })),
      added: messagesOf(arrived, subscription, definition, personsOf),
      day,
    };
  });
}

async function sendLeadNews(
  tx: Transaction,
  messages: readonly LeadMessages[],
  { store, connection, now }: AnnounceOptions,
): Promise<void> {
  const bulks = new Set(messages.flatMap(({ added }) => added.flatMap((one) => one.bulks)));
  const visible = bulks.size === 0 ? new Map() : await store.bulks.visibleFrom(tx, connection, [...bulks], now);
  for (const { updates, added: unmeasured, day, sets } of messages) {
    const added = unmeasured.map((one) => ({ ...one, visibleFrom: earliest(one.bulks, visible) }));
    for (const set of sets) await store.leadSets.add(tx, set);
    for (const { workspace, key, payload, persons } of updates) {
      await store.outbox.update(tx, workspace, key, payload);
      await store.persons.noteCard(tx, workspace, key, persons);
    }
    if (day === null) {
      await addNoted(tx, store, added);
      continue;
    }
    const [threadOf = 0] = await store.outbox.add(tx, [day]);
    await addNoted(
      tx,
      store,
      added.map((message) => ({ ...message, threadOf })),
    );
    await store.outbox.update(tx, day.workspace, day.key, day.payload);
  }
}

/** Returns the earliest time at which one of the bulks was visible; null if no time is known. */
function earliest(bulks: readonly string[], visible: ReadonlyMap<string, Instant>): Instant | null {
  const times = bulks.flatMap((key) => visible.get(key) ?? []);
  return times.length === 0 ? null : (Math.min(...times) as Instant);
}

/**
 * Adds the messages, and records which person each card is about, so that the card is found when the
 * person is forgotten.
 */
async function addNoted(tx: Transaction, store: Store, messages: readonly LeadMessage[]): Promise<void> {
  const ids = await store.outbox.add(tx, messages);
  const places = messages.map(({ workspace, channel, persons }, at) => ({
    kind: 'card' as const,
    workspace,
    channel,
    persons,
    ref: String(ids[at]),
  }));
  await store.persons.note(tx, places);
}

/**
 * Returns a text that is the same for equal results. The text leaves out the leads themselves,
 * because both results have their leads from one answer.
 */
function identityOf(news: readonly LeadNews[]): string {
  return JSON.stringify(
    news.map(({ subscription: { id, createdAt }, arrived, changed, countOfDay }) => [
      [id, createdAt, countOfDay],
      arrived.map(stateOf),
      changed.map(stateOf),
    ]),
  );
}

function stateOf({ key, isSentAgain }: Arrived) {
  return [key, isSentAgain === true];
}

/**
 * Keeps each lead once, because two bulks with the same time and creator may hold the same lead.
 * Keeps the lead's worst state, whatever the order, so that its card does not change between polls.
 */
function eachOnce(all: readonly Arrived[]): readonly Arrived[] {
  const found = new Map<string, Arrived>();
  for (const one of all) {
    const known = found.get(one.key);
    if (known === undefined || rankOf(one) < rankOf(known)) found.set(one.key, one);
  }
  return [...found.values()];
}

/**
 * Returns the sets of leads that the messages count. Daily messages, and messages about many leads,
 * count leads; cards of single leads don't.
 */
function setsOf(
  arrived: readonly Arrived[],
  { subscription, definition }: Pick<LeadNews, 'subscription' | 'definition'>,
  connection: string,
): readonly NewLeadSet[] {
  const [first] = arrived;
  if (first === undefined || arrived.length <= definition.together) return [];
  const { workspace } = subscription;
  return [newSet({ workspace, key: manyKey(subscription, first) }, arrived, connection)];
}

function newSet(
  { workspace, key }: Pick<NewMessage, 'workspace' | 'key'>,
  arrived: readonly Arrived[],
  connection: string,
): NewLeadSet {
  const undated = arrived.flatMap(({ info, readIn }) =>
    info.createdAt === null && readIn !== undefined ? readIn : [],
  );
  const readIn =
    undated.length === 0
      ? null
      : {
          from: Math.min(...undated.map(({ from }) => from)) as Instant,
          to: Math.max(...undated.map(({ to }) => to)) as Instant,
        };
  return { workspace, id: setOf(key), connection, leads: arrived.map((one) => one.key), readIn };
}

/** Derives an id from the message's key, for the set of leads that the message counts. */
function setOf(message: string): string {
  return `s${wideHash(message).toString(36)}`;
}

function manyKey({ id }: Pick<Subscription, 'id'>, { key }: Pick<Arrived, 'key'>): string {
  return `leads ${id} ${key}`;
}

function messagesOf(
  arrived: readonly Arrived[],
  subscription: Subscription,
  definition: LeadsDefinition,
  personsOf: (one: Arrived) => readonly string[],
): readonly LeadMessage[] {
  const [first] = arrived;
  if (first === undefined || arrived.length <= definition.together)
    return arrived.map((one) => ({
      ...cardOf(one, subscription, definition),
      persons: personsOf(one),
      bulks: [one.info.key],
    }));
  const { id, workspace, channel } = subscription;
  const key = manyKey(subscription, first);
  const payload = manyPayload(arrived, setOf(key), definition);
  const bulks = arrived.map(({ info }) => info.key);
  // The message names no one.
  return [{ workspace, channel, key, kind: 'lead', subscription: id, payload, persons: [], bulks }];
}

function cardOf(one: Arrived, { id, workspace, channel }: Subscription, definition: LeadsDefinition): NewMessage {
  const payload = cardPayload(one, definition);
  return { workspace, channel, key: `lead ${id} ${one.key}`, kind: 'lead', subscription: id, payload };
}
