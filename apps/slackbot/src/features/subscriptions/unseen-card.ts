/**
 * Builds the reply to a subscription that would stay empty, because no lead has had a value in its
 * filters. Offers the nearest value, and the typed one. Pure.
 */
import { type LeadFilter, noVocabulary } from '@leadbell/domain';
import type { Card } from '@leadbell/slack-kit';
import { actions, queryButton } from '../../cards/controls.ts';
import { clip, lines, words } from '../../cards/text.ts';
import { knownText, valueShown } from '../../cards/values.ts';
import { knownOf, type Unseen, withNearest } from '../../commands/value-words.ts';
import type { ParseContext, Query } from '../../queries/query.ts';

const maxLabel = 75;

export function unseenCard(
  query: Query & { readonly filters: LeadFilter },
  unseen: readonly Unseen[],
  { messages, vocabulary = noVocabulary }: ParseContext,
): Card {
  const { subscriptions: say, breakdowns } = messages;
  const sentences = unseen.map(({ filter, typed }) => say.unseen(breakdowns[filter], typed));
  const near = withNearest(query.filters, unseen);
  const nearest = unseen.map(({ filter, near: value }) => valueShown(filter, value ?? '', messages)).join(', ');
  const filters = [...new Set(unseen.map(({ filter }) => filter))];
  const known = near === null ? filters.map((name) => knownText(name, knownOf(name, vocabulary), messages)) : [];
  const anyway = { ...query, anyway: true };
  const foot = actions([
    near === null ? null : queryButton(clip(say.useNear(nearest), maxLabel), { ...query, filters: near }, 'primary'),
    queryButton(say.useAnyway, anyway),
  ]);
  return {
    summary: sentences.join(' '),
    direction: messages.direction,
    parts: [
      { kind: 'text', text: lines([...sentences.map((one) => words(one)), ...known]) },
      ...(foot === null ? [] : [foot]),
    ],
  };
}
