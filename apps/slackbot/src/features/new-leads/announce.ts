/**
 * Announces new leads to the channels that subscribe to them: one masked card each, or one message
 * when there are many. Writes rows of the outbox in the transaction that read the leads. Effects:
 * the store by its handle. Errors: the store's.
 */
import {
  dayWindow,
  installationWords,
  type Instant,
  type LeadIdentities,
  leadMatcher,
  plainDateIn,
  WordCounts,
} from '@leadbell/domain';
import type { NewMessage, Store, Subscription, Transaction } from '@leadbell/store';
import { actions, queryButton } from '../../cards/controls.ts';
import { queryForLead } from '../../reports/lead-query.ts';
import { leadRef } from '../../reports/lead-ref.ts';
import { rowPart } from '../../cards/rows.ts';
import type { Shown } from '../../reports/shown.ts';
import { data, given, joined, words } from '../../cards/text.ts';
import type { PeriodQuery } from '../../queries/leads-query.ts';
import { messagesFor } from '../../words/index.ts';
import { type Card, renderMessage } from '@leadbell/slack-kit';
import { dayThreadKey, openDayThread, renderDayThread } from '../../subscriptions/day-thread.ts';
import { type LeadsDefinition, readDefinition } from '../../subscriptions/definition.ts';
import { type Arrived, leadsOf, rankOf, type SeenBulk, withoutResent } from './arrived.ts';

/** Older leads are history and not announced: after the first look at a DMS, or a long stop. */
const newsMs = 24 * 3_600_000;
const branchesShown = 6;

export async function hasLeadSubscriptions(store: Store): Promise<boolean> {
  return store.transaction(async (tx) => (await store.subscriptions.ofKind(tx, 'leads')).length > 0);
}

interface AnnounceOptions {
  readonly store: Store;
  readonly identities: LeadIdentities;
  /** The connection of the bulks. */
  readonly connection: string;
}

/**
 * `seen`: everything that a poll read, new or not. A lead is matched at each reading, so one whose
 * brand becomes known later is announced then. It is announced once; afterwards its card follows
 * its state. A resent lead keeps its card.
 */
export async function announceLeads(
  tx: Transaction,
  seen: ReadonlyMap<string, SeenBulk>,
  now: Instant,
  { store, identities, connection }: AnnounceOptions,
): Promise<void> {
  if (seen.size === 0) return;
  const resent = await store.bulks.sentAgain(tx, connection, [...seen.keys()]);
  // The DMS's order of bulks is arbitrary.
  const oldestFirst = [...seen.values()].toSorted((a, b) => (a.info.createdAt ?? now) - (b.info.createdAt ?? now));
  const leads = oldestFirst.flatMap((bulk) => leadsOf(bulk, identities));
  const all = eachOnce(withoutResent(leads, resent));
  if (all.length === 0) return;
  for (const subscription of await store.subscriptions.ofKind(tx, 'leads')) {
    const definition = readDefinition(subscription.kind, subscription.definition);
    if (definition?.kind !== 'leads') continue;
    // Older leads are history.
    const since = Math.max(subscription.createdAt, now - newsMs);
    const isWanted = leadMatcher(definition.filters);
    const notify = await store.subscriptions.tellLeads(
      tx,
      subscription.id,
      all.map(({ key, aliases, lead, info, isSentAgain }) => ({
        key,
        aliases,
        // Its card shows that it was resent, whatever its outcome.
        outcome: isSentAgain === true ? `${lead.outcome} again` : lead.outcome,
        isWanted: (info.createdAt ?? now) >= since && isWanted(lead),
      })),
    );
    await renew(
      tx,
      store,
      all.flatMap((one) => {
        const key = notify.changed.get(one.key);
        return key === undefined ? [] : [{ ...one, key }];
      }),
      subscription,
      definition,
    );
    const arrived = all.filter(({ key }) => notify.arrived.has(key));
    if (arrived.length === 0) continue;
    const messages = messagesOf(arrived, subscription, definition);
    if (!definition.threadOnly) {
      await store.outbox.add(tx, messages);
      continue;
    }
    const threadOf = await openDayThread(store, tx, subscription, definition, now, messagesFor(definition.language));
    await store.outbox.add(
      tx,
      messages.map((message) => ({ ...message, threadOf })),
    );
    await recount(store, tx, subscription, definition, now);
  }
}

/**
 * Two bulks with the same time and creator may hold the same lead. Keep its worst state, whatever
 * the order, so that its one card is stable between polls.
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
 * Updates the cards of changed leads in place, without a ping. A lead announced among many has no
 * card of its own.
 */
async function renew(
  tx: Transaction,
  store: Store,
  changed: readonly Arrived[],
  { id, workspace }: Subscription,
  definition: LeadsDefinition,
): Promise<void> {
  for (const one of changed) await store.outbox.update(tx, workspace, cardKey(id, one), cardPayload(one, definition));
}

/** Updates the day's count and its button to the list. */
async function recount(
  store: Store,
  tx: Transaction,
  { id, workspace }: Subscription,
  { zone, language, filters }: LeadsDefinition,
  now: Instant,
): Promise<void> {
  const messages = messagesFor(language);
  const date = plainDateIn(zone, now);
  const since = dayWindow(date, zone).from;
  const count = messages.newLeads.many(await store.subscriptions.toldSince(tx, id, since));
  const query: PeriodQuery = { command: 'period', period: { kind: 'date', date }, filters, page: 0, share: false };
  const more = actions([queryButton(messages.buttons.seeForYourself, query)]);
  const payload = renderDayThread({ kind: 'leads', date, text: [words(`🔔 ${count}`)], more }, messages);
  await store.outbox.update(tx, workspace, dayThreadKey(id, date), payload);
}

function messagesOf(
  arrived: readonly Arrived[],
  { id, workspace, channel }: Subscription,
  definition: LeadsDefinition,
): NewMessage[] {
  const messages = messagesFor(definition.language);
  const rendering = { tag: messages.tag, more: messages.leads.more };
  const common = { workspace, channel, kind: 'lead', subscription: id };
  if (arrived.length > definition.together) {
    const [first] = arrived;
    return [
      {
        ...common,
        key: `leads ${id} ${first?.key ?? ''}`,
        payload: renderMessage(manyCard(arrived, definition), rendering),
      },
    ];
  }
  return arrived.map((one) => ({ ...common, key: cardKey(id, one), payload: cardPayload(one, definition) }));
}

function cardKey(subscription: number, { key }: Arrived): string {
  return `lead ${subscription} ${key}`;
}

function cardPayload(one: Arrived, definition: LeadsDefinition) {
  const messages = messagesFor(definition.language);
  return renderMessage(leadCard(one, definition), { tag: messages.tag, more: messages.leads.more });
}

/** One lead: person, interest, source, priority, time. */
export function leadCard(
  { info, lead, index, isSentAgain, readIn }: Omit<Arrived, 'key' | 'aliases'>,
  definition: LeadsDefinition,
): Card {
  const { zone, language } = definition;
  const messages = messagesFor(language);
  const format = messages.formats.newLeads;
  const at = info.createdAt;
  const query = queryForLead(info, zone, 'period', readIn);
  const shown: Shown = { query, period: null, messages, zone, audience: 'channel' };
  const when = at === null ? null : words(`${format.day(at, zone)} ${format.time(at, zone)}`);
  return {
    summary: messages.newLeads.title,
    direction: messages.direction,
    parts: [
      { kind: 'text', text: [words(`🔔 ${messages.newLeads.title}`, 'bold')] },
      rowPart({ ref: leadRef(info, lead, index), lead, bulk: info, isSentAgain: isSentAgain === true }, shown, 1),
      { kind: 'note', text: joined([when, data(zone, 40)], words(' · ')) },
    ],
  };
}

/** 12 new leads: counts by branch, and a button to the list. */
function manyCard(arrived: readonly Pick<Arrived, 'lead' | 'info'>[], definition: LeadsDefinition): Card {
  const { zone, language, filters } = definition;
  const messages = messagesFor(language);
  const title = messages.newLeads.many(arrived.length);
  const counts = new WordCounts();
  for (const { lead } of arrived) counts.add(lead.branch);
  const branches = installationWords.counts(counts.list());
  const query: PeriodQuery = {
    command: 'period',
    period: { kind: 'last-hours', hours: 24 },
    filters,
    page: 0,
    share: false,
  };
  const list = actions([queryButton(messages.buttons.seeForYourself, query, 'primary')]);
  return {
    summary: title,
    direction: messages.direction,
    parts: [
      { kind: 'text', text: [words(`🔔 ${title}`, 'bold')] },
      {
        kind: 'text',
        text: joined(
          [
            ...branches
              .slice(0, branchesShown)
              .map(({ value, count, others }) => [
                others === true
                  ? words(messages.leads.others)
                  : (given(value, 40)[0] ?? words(messages.leads.notGiven)),
                words(` ${messages.formats.newLeads.number(count)}`),
              ]),
            branches.length > branchesShown ? words(messages.leads.more(branches.length - branchesShown)) : null,
          ],
          words(' · '),
        ),
      },
      { kind: 'note', text: [data(zone, 40)] },
      ...(list === null ? [] : [list]),
    ],
  };
}
