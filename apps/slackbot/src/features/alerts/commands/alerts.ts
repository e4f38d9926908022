/** `alerts` lists the open alerts; `alerts 12` shows one in full, with what Leadbell decided about it. */
import type { Id } from '@leadbell/domain';
import { alertDetailCard, alertListCard, alertPages } from '../alert-list.ts';
import { sentenceCard } from '../../../cards/sentence.ts';
import { idField, pageField, queryOf } from '../../../queries/fields.ts';
import * as v from 'valibot';
import type { Query } from '../../../queries/query.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { ownNumber, readId } from '../../../commands/ids.ts';

const perPage = 10;
/** The most alerts in the list, unless more are open. No one reads a hundred pages. */
const mostListed = 1_000;

interface AlertsQuery extends Query {
  /** The alert's number; absent if the person asked for the list. */
  readonly id?: Id;
  /** Zero-based. */
  readonly page: number;
}

export const alerts: Command = defineCommand<AlertsQuery>({
  name: 'alerts',
  synonyms: ['alert', 'تنبيهات', 'التنبيهات', 'تنبيه'],
  usage: (messages) => messages.commands.alerts,
  job: 'integration',
  needs: 'see lists',
  does: 'reads',
  query: queryOf('alerts', { id: v.exactOptional(idField), page: pageField }),
  parse: ({ rest }, context) => {
    const query = { command: 'alerts', page: 0, share: false };
    if (rest === '') return { ok: true, query };
    const parsed = readId(rest, `${context.messages.commands.alerts.form} 12`, context);
    return parsed.ok ? { ok: true, query: { ...query, id: parsed.id } } : parsed;
  },
  answer: async ({ id, page }, { alerts: subscriptionService, messages, zone }) => {
    if (id === undefined) {
      // The list has all open alerts, and ended ones up to the limit.
      const { count } = await subscriptionService.open('', 1);
      const all = await subscriptionService.latest(Math.max(mostListed, count));
      const pages = Math.max(1, Math.ceil(all.length / perPage));
      const shown = Math.min(page, pages - 1);
      const listed = all.slice(shown * perPage, (shown + 1) * perPage);
      const card = alertListCard(listed, { messages, zone, errorTexts: await subscriptionService.errorTexts(listed) });
      return { ...card, parts: [...card.parts, ...alertPages({ page: shown, pages }, messages)] };
    }
    const found = await subscriptionService.find(ownNumber(id) ?? 0);
    if (found === null) return sentenceCard(messages.alerts.gone, messages);
    return alertDetailCard(found.alert, { messages, zone, errorTexts: found.errorTexts });
  },
});
