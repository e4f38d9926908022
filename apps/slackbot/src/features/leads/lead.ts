/**
 * Builds the modal of one lead in full, for the person who asked: name, contact and consent,
 * interest. Unknown values are left out. Uses the cached answer, or fetches again. Throws
 * `LeadsApiError` only.
 */
import type { AnswerContext } from '../../reports/context.ts';
import type { LeadsQuery } from '../../queries/leads-query.ts';
import type { LeadView } from '../../commands/command.ts';
import { find, periodInquiry, shownFor, withScope } from './leads-answer.ts';
import { inquiryOf } from '../../reports/inquiry.ts';
import type { Inquiry, Row } from '../../reports/answer.ts';
import type { Shown } from '../../reports/shown.ts';
import { findRow } from '../../reports/lead-ref.ts';
import { words } from '../../cards/text.ts';
import { bulkInquiry } from './bulk-answer.ts';
import { findInquiry } from './find-answer.ts';
import { setInquiry } from './set-answer.ts';
import { leadPeriodOf } from './lead-answer.ts';
import type { CardPart, ModalCard } from '@leadbell/slack-kit';
import type { Messages } from '../../words/index.ts';
import { encodeOpen } from '../../queries/query-codec.ts';
import { leadParts } from './lead-parts.ts';
import { leadTitle } from './lead-title.ts';
import { fieldsShown, hasMore } from './more-fields.ts';

export const leadView: LeadView = async ({ query, leadRef, isMore }, context) => {
  const { fresh: _fresh, ...calm } = query;
  const inquiry = await inquiryFor(query, context);
  if (inquiry === null) return goneModal(context.messages);
  const answer = await find(inquiry, calm, context);
  const row = findRow(answer.rows, leadRef) ?? findRow(answer.hot ?? [], leadRef);
  if (row === null) return goneModal(context.messages);
  const { lead } = row;
  await context.record({ action: isMore ? 'open more' : 'open', leads: [lead], fields: fieldsShown(lead, isMore) });
  const more = isMore || !hasMore(lead) ? null : encodeOpen({ query, leadRef });
  const bulkOfOurs = row.bulk.id === null ? await context.leadSets.numberOf(row.bulk) : null;
  return leadModal({ ...row, bulkOfOurs }, await shownFor(query, context, null), { isMore, more });
};

/** Builds the modal without reading anything. Pure. */
function leadModal(
  row: Row,
  shown: Shown,
  opened: { readonly isMore: boolean; readonly more: string | null },
): ModalCard {
  return modal(leadTitle(row.lead, shown.messages), leadParts(row, shown, opened), shown.messages);
}

function goneModal(messages: Messages): ModalCard {
  return modal(messages.lead.untitled, [{ kind: 'text', text: [words(messages.lead.gone)] }], messages);
}

function modal(title: string, parts: readonly CardPart[], messages: Messages): ModalCard {
  return { title, closeLabel: messages.buttons.close, summary: title, direction: messages.direction, parts };
}

/**
 * Returns the inquiry of the list from which the lead was opened, whose answer is probably cached;
 * null if the list is out of date.
 */
async function inquiryFor(query: LeadsQuery, context: AnswerContext): Promise<Inquiry | null> {
  const { filters } = query;
  switch (query.command) {
    case 'bulk':
      return bulkInquiry(query, context);
    case 'lead':
      return inquiryOf({ kind: 'lead', leadId: query.id, period: leadPeriodOf(query, context) }, filters, context);
    case 'find':
      return findInquiry(query, context);
    case 'set':
      return setInquiry(query, context);
    default: {
      const scoped = await withScope(query, context);
      return scoped === null ? null : periodInquiry(scoped, context);
    }
  }
}
