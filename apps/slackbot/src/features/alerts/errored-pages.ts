/**
 * Splits the leads of *View errors* into pages within Slack's limits. Estimates the size of a page
 * from its leads and their errors. Pure.
 */
import type { CardPart } from '@leadbell/slack-kit';
import type { Shown } from '../../reports/shown.ts';
import { errorText, rowsPerPage } from '../../cards/rows.ts';
import { shownErrors } from '../../cards/person.ts';
import { lines, words } from '../../cards/text.ts';
import type { ErroredLead } from './errored-leads.ts';

export interface ErroredPage {
  /** Zero-based; never beyond the last page. */
  readonly page: number;
  readonly pages: number;
  readonly firstIndex: number;
  readonly leads: readonly ErroredLead[];
}

/** The most errors shown for one lead, so that a page has room for at least one lead. */
const errorsShown = 24;
/** The most errors in one text: Slack would cut a longer text. */
const errorsTogether = 12;
/**
 * The largest page, in characters as `weight.ts` counts them. Together with the groups and the
 * select, such a page is within the limit of a message. Slack documents no limit for views.
 */
const pageWeight = 5_600;
const leadWeight = 400;
const errorWeight = 75;

export function erroredPage(leads: readonly ErroredLead[], asked: number): ErroredPage {
  const starts = startsOf(leads);
  const page = Math.min(asked, starts.length - 1);
  const firstIndex = starts[page] ?? 0;
  return { page, pages: starts.length, firstIndex, leads: leads.slice(firstIndex, starts[page + 1]) };
}

/** Returns the index of the first lead of each page. */
function startsOf(leads: readonly ErroredLead[]): number[] {
  const starts = [0];
  let first = 0;
  let weight = 0;
  for (const [index, one] of leads.entries()) {
    const own = weightOf(one);
    if (index > first && (index - first >= rowsPerPage || weight + own > pageWeight)) {
      starts.push(index);
      first = index;
      weight = 0;
    }
    weight += own;
  }
  return starts;
}

function weightOf({ lead }: ErroredLead): number {
  return lead.errors
    .slice(0, errorsShown)
    .reduce(
      (sum, { message, code, field }) =>
        sum +
        errorWeight +
        Math.min(message.length, 90) +
        Math.min(code?.length ?? 0, 24) +
        Math.min(field?.length ?? 0, 24),
      leadWeight,
    );
}

/** Shows the lead's errors up to the limit, then how many more there are and where to find them. */
export function errorParts({ lead }: Pick<ErroredLead, 'lead'>, { messages }: Pick<Shown, 'messages'>): CardPart[] {
  const told = shownErrors(lead, errorsShown).map((error) => [words('• '), ...errorText(error, messages)]);
  const more = lead.errors.length - told.length;
  const all = more > 0 ? [...told, [words(messages.alerts.moreErrors(more), 'italic')]] : told;
  return Array.from({ length: Math.ceil(all.length / errorsTogether) }, (_, n) => ({
    kind: 'text',
    text: lines(all.slice(n * errorsTogether, (n + 1) * errorsTogether)),
  }));
}
