/**
 * Says which values of a new silence no lead has had, because such a silence may be a typing error. Names the nearest
 * value, or the known ones. Pure.
 */
import { noVocabulary, oneOf, type SilenceMatcher } from '@leadbell/domain';
import type { Text } from '@leadbell/slack-kit';
import { words } from '../../cards/text.ts';
import { knownText, valueShown } from '../../cards/values.ts';
import { knownOf, unseenValues } from '../../commands/value-words.ts';
import type { ParseContext } from '../../queries/query.ts';

export function unseenLines(
  { source, brand, branch }: SilenceMatcher,
  { messages, vocabulary = noVocabulary }: ParseContext,
): readonly Text[] {
  const { leads: say, breakdowns } = messages;
  const given = Object.entries({ source, brand, branch }).flatMap(([filter, value]) =>
    value === undefined ? [] : [[filter, oneOf(value)] as const],
  );
  return unseenValues(Object.fromEntries(given), vocabulary).flatMap(({ filter, typed, near }): Text[] => {
    const unseen = say.neverSeen(breakdowns[filter], typed);
    if (near === null) return [[words(unseen)], knownText(filter, knownOf(filter, vocabulary), messages)];
    return [[words(`${unseen} ${say.nearestValue(valueShown(filter, near, messages))}`)]];
  });
}
