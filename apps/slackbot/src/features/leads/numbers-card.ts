/**
 * Builds the card with the numbers of a period's leads: counts by outcome, origin, interest and
 * hour. The numbers are behind a button, because they fill a phone's screen. Pure.
 */
import type { Button, CardPart } from '@leadbell/slack-kit';
import { breakdownFacts, errorGroupsText, hoursText } from '../../cards/breakdowns.ts';
import { choices, footButtons, queryButton } from '../../cards/controls.ts';
import { asOfNote, doubtNotes, noteBelowTitle, periodTitle, totalsText } from '../../cards/head.ts';
import type { LeadsQuery, PeriodQuery } from '../../queries/leads-query.ts';
import type { Answer } from '../../reports/answer.ts';
import { fromStart, uncounted } from '../../reports/onward.ts';
import type { Shown } from '../../reports/shown.ts';

export function showsNumbers(query: LeadsQuery): boolean {
  return 'view' in query && query.view === 'numbers';
}

export function numbersParts(answer: Answer, shown: Shown): (CardPart | null)[] {
  const { messages } = shown;
  return [
    { kind: 'header', text: `${messages.buttons.numbers} · ${periodTitle(shown)}` },
    totalsPart(answer, shown),
    noteBelowTitle(shown),
    ...doubtNotes(answer, shown),
    breakdownFacts(answer, shown),
    hoursText(answer, shown),
    errorGroupsText(answer, shown, messages.breakdowns.errors, 3),
    choices(answer, leadsOf(shown)),
    footButtons(null, shown, { first: viewButton(shown) }),
    asOfNote(answer, shown),
  ];
}

/** Returns the button that switches between the leads and their numbers. */
export function viewButton(shown: Shown): Button {
  const { buttons } = shown.messages;
  const leads = fromStart(leadsOf(shown)) as PeriodQuery;
  return showsNumbers(shown.query)
    ? queryButton(buttons.leads, leads)
    : queryButton(buttons.numbers, { ...leads, view: 'numbers' });
}

/** A person who chooses a filter is shown the list, not the numbers. */
function leadsOf(shown: Shown): Shown {
  const { view: _view, ...query } = shown.query as PeriodQuery;
  return { ...shown, query };
}

function totalsPart(answer: Answer, shown: Shown): CardPart {
  const text = totalsText(answer, shown);
  const { errored } = answer.summary.outcomes;
  if (errored === 0 || shown.audience === 'channel' || shown.period === null) return { kind: 'text', text };
  const { status: _status, ...filters } = shown.query.filters;
  const { order: _order, ...rest } = uncounted(fromStart(leadsOf(shown)) as PeriodQuery);
  const query: PeriodQuery = { ...rest, command: 'errors', filters };
  return { kind: 'text', text, button: queryButton(shown.messages.buttons.errors, query) };
}
