/**
 * New leads as they arrive, for the channels that asked for them: a masked card each, or one message when there are many. Rows of the outbox, in the
 * transaction that read them. Effects: the store by its handle. Errors: the store's.
 */
import { dayWindow, type Instant, type LeadIdentities, leadMatcher, plainDateIn, WordCounts } from '@leadbell/domain';
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

/** What was made longer ago than this is history: the first look at a DMS, or a long stop. */
const newsMs = 24 * 3_600_000;
const branchesShown = 6;

export async function hasLeadSubscriptions(store: Store): Promise<boolean> {
  return store.transaction(async (tx) => (await store.subscriptions.ofKind(tx, 'leads')).length > 0);
}

interface AnnounceOptions {
  readonly store: Store;
  readonly identities: LeadIdentities;
  /** Whose bulks these are. */
  readonly connection: string;
}

/**
 * `seen`: what a poll read, new or not: a lead is matched each time that it is read, so one whose brand comes later is told then; once told, it is told,
 * and its card shows how it stands now. One that a later bulk brought again keeps its card.
 */
export async function announceLeads(
  tx: Transaction,
  seen: ReadonlyMap<string, SeenBulk>,
  now: Instant,
  { store, identities, connection }: AnnounceOptions,
): Promise<void> {
  if (seen.size === 0) return;
  const resent = await store.bulks.sentAgain(tx, connection, [...seen.keys()]);
  // A DMS lists bulks in an order of its own.
  const oldestFirst = [...seen.values()].toSorted((a, b) => (a.info.createdAt ?? now) - (b.info.createdAt ?? now));
  const leads = oldestFirst.flatMap((bulk) => leadsOf(bulk, identities));
  const all = eachOnce(withoutResent(leads, resent));
  if (all.length === 0) return;
  for (const subscription of await store.subscriptions.ofKind(tx, 'leads')) {
    const definition = readDefinition(subscription.kind, subscription.definition);
    if (definition?.kind !== 'leads') continue;
    // What was made before is history.
    const since = Math.max(subscription.createdAt, now - newsMs);
    const isWanted = leadMatcher(definition.filters);
    const notify = await store.subscriptions.tellLeads(
      tx,
      subscription.id,
      all.map(({ key, aliases, lead, info, isSentAgain }) => ({
        key,
        aliases,
        // Its card says that it was sent again, however it stands.
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

/** Two bulks of one moment and maker may hold the same lead: it has one card, of the worst state, whatever their order. */
function eachOnce(all: readonly Arrived[]): readonly Arrived[] {
  const found = new Map<string, Arrived>();
  for (const one of all) {
    const known = found.get(one.key);
    if (known === undefined || rankOf(one) < rankOf(known)) found.set(one.key, one);
  }
  return [...found.values()];
}

/** Cards of leads that stand otherwise now: the same messages, without a ping. One that was told among many has no card of its own. */
async function renew(
  tx: Transaction,
  store: Store,
  changed: readonly Arrived[],
  { id, workspace }: Subscription,
  definition: LeadsDefinition,
): Promise<void> {
  for (const one of changed) await store.outbox.update(tx, workspace, cardKey(id, one), cardPayload(one, definition));
}

/** How many have come today, and the way to them. */
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

/** Who, wants what, from where, how urgent, since when. */
export function leadCard(
  { info, lead, index, isSentAgain, readIn }: Omit<Arrived, 'key' | 'aliases'>,
  definition: LeadsDefinition,
): Card {
  const { zone, language } = definition;
  const messages = messagesFor(language);
  const at = info.createdAt;
  const query = queryForLead(info, zone, 'period', readIn);
  const shown: Shown = { query, period: null, messages, zone, audience: 'channel' };
  const when = at === null ? null : words(`${messages.format.day(at, zone)} ${messages.format.time(at, zone)}`);
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

/** 12 new leads: by branch, and the way to them. */
function manyCard(arrived: readonly Pick<Arrived, 'lead' | 'info'>[], definition: LeadsDefinition): Card {
  const { zone, language, filters } = definition;
  const messages = messagesFor(language);
  const title = messages.newLeads.many(arrived.length);
  const counts = new WordCounts();
  for (const { lead } of arrived) counts.add(lead.branch);
  const branches = counts.list();
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
                words(` ${messages.format.number(count)}`),
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
