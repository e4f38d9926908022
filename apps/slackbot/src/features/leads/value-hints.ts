/** Handles filter values that no known lead has: suggests the nearest value, or lists the known ones. Pure. */
import { formatPeriodText } from '@leadbell/domain';
import type { Button, Text } from '@leadbell/slack-kit';
import { queryButton } from '../../cards/controls.ts';
import { clip, data, words } from '../../cards/text.ts';
import { knownText } from '../../cards/values.ts';
import { typedFilters } from '../../commands/scan.ts';
import { knownOf, unseenValues, withNearest } from '../../commands/value-words.ts';
import type { LeadsQuery } from '../../queries/leads-query.ts';
import { uncounted } from '../../reports/onward.ts';
import type { Shown } from '../../reports/shown.ts';

const maxLabel = 75;

export interface ValueHints {
  readonly lines: readonly Text[];
  readonly button: Button | null;
}

export function valueHints(shown: Shown): ValueHints {
  const { query, messages, vocabulary } = shown;
  if (vocabulary === undefined || shown.audience === 'channel') return { lines: [], button: null };
  const unseen = unseenValues(query.filters, vocabulary).filter(({ isNot }) => !isNot);
  if (unseen.length === 0) return { lines: [], button: null };
  const filters = withNearest(query.filters, unseen);
  if (filters === null) {
    const without = new Set(unseen.filter(({ near }) => near === null).map(({ filter }) => filter));
    return { lines: [...without].map((name) => knownText(name, knownOf(name, vocabulary), messages)), button: null };
  }
  const right: LeadsQuery = { ...uncounted(query), filters, page: 0, share: false };
  const text = textOfQuery(right, shown);
  return {
    lines: [[words(`${messages.leads.didYouMean} `), data(text, 150, 'code')]],
    button: queryButton(clip(text, maxLabel), right, 'primary'),
  };
}

/** Writes the query as people type it; if the period has no words, writes only the filters. */
function textOfQuery(query: LeadsQuery, { messages }: Shown): string {
  const { typed, tag } = messages;
  const spec = 'period' in query ? query.period : undefined;
  if (spec?.kind === 'span') return typedFilters(query.filters, tag).join(' ');
  const period = spec === undefined ? '' : formatPeriodText(spec, tag);
  const head = [
    '/leads',
    ...(query.command === 'errors' ? [typed.errors, period] : [period === '' ? typed.today : period]),
  ];
  return [...head, ...typedFilters(query.filters, tag)].filter(Boolean).join(' ');
}
