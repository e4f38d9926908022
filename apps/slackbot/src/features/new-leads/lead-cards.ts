/**
 * Builds the messages about new leads: a masked card for one, a summary for many, and the daily
 * message of a thread-only subscription. Pure.
 */
import { installationWords, type PlainDate, WordCounts } from '@leadbell/domain';
import { actions, queryButton } from '../../cards/controls.ts';
import { queryForLead } from '../../reports/lead-query.ts';
import { leadRef } from '../../reports/lead-ref.ts';
import { rowPart } from '../../cards/rows.ts';
import type { Shown } from '../../reports/shown.ts';
import { data, given, joined, words } from '../../cards/text.ts';
import type { SetQuery } from '../../queries/leads-query.ts';
import { type Messages, messagesFor } from '../../words/index.ts';
import { type Button, type Card, renderMessage } from '@leadbell/slack-kit';
import { renderDayThread } from '../../subscriptions/day-thread.ts';
import type { LeadsDefinition } from '../../subscriptions/definition.ts';
import type { Arrived } from '../../reports/arrived.ts';

const branchesShown = 6;

export function cardPayload(one: Arrived, definition: LeadsDefinition): object {
  return render(leadCard(one, definition), definition);
}

/** `set`: the id of the stored set of these leads. */
export function manyPayload(arrived: readonly Arrived[], set: string, definition: LeadsDefinition): object {
  return render(manyCard(arrived, set, definition), definition);
}

/** Shows the number of the day's leads, and a button that opens these leads. */
export function dayPayload(count: number, date: PlainDate, set: string, { language }: LeadsDefinition): object {
  const messages = messagesFor(language);
  const more = actions([setButton(set, messages)]);
  const text = [words(`🔔 ${messages.newLeads.many(count)}`)];
  return renderDayThread({ kind: 'leads', date, text, more }, messages);
}

function setButton(id: string, { buttons }: Messages, style?: Button['style']): Button {
  const query: SetQuery = { command: 'set', id, filters: {}, page: 0, share: false };
  return queryButton(buttons.seeForYourself, query, style);
}

function render(card: Card, { language }: LeadsDefinition): object {
  const messages = messagesFor(language);
  return renderMessage(card, { tag: messages.tag, more: messages.leads.more });
}

/** Shows one lead: person, interest, source, priority, time. */
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

/** Such as `12 new leads`: counts by branch, and a button to the list. */
function manyCard(
  arrived: readonly Pick<Arrived, 'lead' | 'info'>[],
  set: string,
  { zone, language }: LeadsDefinition,
): Card {
  const messages = messagesFor(language);
  const title = messages.newLeads.many(arrived.length);
  const counts = new WordCounts();
  for (const { lead } of arrived) counts.add(lead.branch);
  const branches = installationWords.counts(counts.list());
  const list = actions([setButton(set, messages, 'primary')]);
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
