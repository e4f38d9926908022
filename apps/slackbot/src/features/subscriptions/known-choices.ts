/** The menu of known values in the subscription form. Choices are added to the typed filters. Pure. */
import { foldText, installationAliases, type LeadFilter, type TextFilter, type Vocabulary } from '@leadbell/domain';
import type { ChoiceGroup, Field, Values } from '@leadbell/slack-kit';
import { valueShown } from '../../cards/values.ts';
import { textFilters } from '../../queries/filters.ts';
import type { Messages } from '../../words/index.ts';

/** The id of the field and of its action. */
export const knownField = 'known';
const mostChosen = 20;
/** These characters are removed from a choice. */
const quote = /["'\p{Pi}\p{Pf}„‟‚‛＂]/u;
/** The longest value of an option that Slack allows. */
const mostValueChars = 75;
/** Slack shows at most this many options. */
const mostShown = 100;

/** `present`: the values of the edited subscription, see `presentChoices`. */
export function knownValuesField(present: readonly string[], messages: Messages): Field {
  const { form } = messages.subscriptions;
  return {
    kind: 'search',
    id: knownField,
    label: form.known,
    hint: form.knownHint,
    placeholder: form.any,
    most: mostChosen,
    initial: present,
    labelOf: (text) => {
      const chosen = readChoice(text);
      return chosen === null ? text : valueShown(chosen.filter, chosen.value, messages);
    },
  };
}

/**
 * Returns the values of an edited subscription as choices. A filter that the menu can't express
 * stays in its own field.
 */
export function presentChoices(filters: LeadFilter | undefined): ReadonlyMap<TextFilter, readonly string[]> {
  const present = new Map<TextFilter, readonly string[]>();
  let count = 0;
  for (const filter of textFilters) {
    const value = filters?.[filter];
    if (value === undefined || value.isNot) continue;
    const texts = value.alternatives.map((one) => `${filter}:${one}`);
    const fits = texts.every(
      (text, at) => text.length <= mostValueChars && readChoice(text)?.value === value.alternatives[at],
    );
    if (!fits || value.alternatives.some((one) => quote.test(one)) || count + texts.length > mostChosen) continue;
    count += texts.length;
    present.set(filter, texts);
  }
  return present;
}

/** Finds known values that contain the typed text, in any spelling: for each filter, the most frequent first. */
export function knownChoices(typed: string, vocabulary: Vocabulary, messages: Messages): readonly ChoiceGroup[] {
  const sought = foldText(typed);
  const found = textFilters.flatMap((filter) =>
    vocabulary
      .valuesOf(filter)
      .filter((value) => installationAliases.spellings(filter, value).some((one) => foldText(one).includes(sought)))
      .slice(0, mostShown)
      .map((value, rank) => ({ filter, value, rank })),
  );
  // If there are too many values, each filter shows its most frequent values.
  const shown = found.toSorted((a, b) => a.rank - b.rank).slice(0, mostShown);
  return textFilters.map((filter) => ({
    label: messages.breakdowns[filter],
    choices: shown
      .filter((one) => one.filter === filter)
      .map(({ value }) => ({ value: `${filter}:${value}`, label: valueShown(filter, value, messages) })),
  }));
}

/** Returns the chosen values of a filter. The values may be anything, because a client can send anything. */
export function chosenOf(filter: TextFilter, values: Values): readonly string[] {
  return values(knownField).flatMap((text) => {
    const chosen = readChoice(text);
    return chosen?.filter === filter ? [chosen.value] : [];
  });
}

function readChoice(text: string): { readonly filter: TextFilter; readonly value: string } | null {
  const end = text.indexOf(':');
  const filter = textFilters.find((name) => name === text.slice(0, Math.max(0, end)));
  const value = text.slice(end + 1).trim();
  return filter === undefined || value === '' ? null : { filter, value };
}
