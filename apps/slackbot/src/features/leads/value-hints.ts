/** Filter values that no known lead has: the nearest value as a suggestion, or the values that there are. Pure. */
import { formatPeriodText, installationAliases, type LeadFilter, findsValue, type TextFilter } from '@leadbell/domain';
import type { Button, Text } from '@leadbell/slack-kit';
import { queryButton } from '../../cards/controls.ts';
import { clip, data, joined, words } from '../../cards/text.ts';
import { typedFilters } from '../../commands/scan.ts';
import { knownOf, nearestValue } from '../../commands/value-words.ts';
import { textFilters } from '../../queries/filters.ts';
import type { LeadsQuery } from '../../queries/leads-query.ts';
import type { Shown } from '../../reports/shown.ts';

const mostListed = 10;
const maxLabel = 75;

export interface ValueHints {
  readonly lines: readonly Text[];
  readonly button: Button | null;
}

export function valueHints(shown: Shown): ValueHints {
  const { query, messages, vocabulary } = shown;
  if (vocabulary === undefined || shown.audience === 'channel') return { lines: [], button: null };
  let filters: LeadFilter = query.filters;
  const lists: Text[] = [];
  for (const name of textFilters) {
    const filter = query.filters[name];
    const known = knownOf(name, vocabulary);
    if (filter === undefined || filter.isNot || known.length === 0) continue;
    const right = filter.alternatives.map((typed) =>
      known.some((value) => findsValue(name, typed, value)) ? typed : nearestValue(name, typed, vocabulary),
    );
    if (right.includes(null)) lists.push(knownText(name, known, shown));
    else filters = { ...filters, [name]: { ...filter, alternatives: right } };
  }
  if (lists.length > 0 || filters === query.filters || sameFilters(filters, query.filters))
    return { lines: lists, button: null };
  const right: LeadsQuery = { ...query, filters, page: 0, share: false };
  const text = textOfQuery(right, shown);
  return {
    lines: [[words(`${messages.leads.didYouMean} `), data(`/leads ${text}`, 150, 'code')]],
    button: queryButton(clip(`/leads ${text}`, maxLabel), right, 'primary'),
  };
}

function sameFilters(one: LeadFilter, other: LeadFilter): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function knownText(name: TextFilter, known: readonly string[], { messages }: Shown): Text {
  const { leads, breakdowns, listSeparator, tag } = messages;
  const listed = known.slice(0, mostListed).map((value) => data(installationAliases.shown(name, value, tag), 60));
  return [words(`${leads.valuesThere(breakdowns[name])} `), ...joined(listed, words(listSeparator))];
}

/** As a person would type it. */
function textOfQuery(query: LeadsQuery, { messages }: Shown): string {
  const { typed, tag } = messages;
  const period = 'period' in query && query.period !== undefined ? formatPeriodText(query.period, tag) : '';
  const head = query.command === 'errors' ? [typed.errors, period] : [period === '' ? typed.today : period];
  return [...head, ...typedFilters(query.filters, tag)].filter(Boolean).join(' ');
}
