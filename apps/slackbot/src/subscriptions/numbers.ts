/** The numbers that a subscription can be given, and what they may be: thresholds of alerts, and two of its own. Pure. */
import { isWithin, thresholds } from '@leadbell/domain';

interface Numbered {
  readonly least: number;
  readonly most: number;
}

/** `escalate`: minutes until a group is called. `together`: more leads than this at once are one message. */
export const ownNumbers = {
  escalate: { least: 1, most: 9_999, usual: 30 },
  together: { least: 1, most: 9_999, usual: 5 },
} as const satisfies Readonly<Record<string, Numbered & { readonly usual: number }>>;

export type NumberWord = (typeof thresholds)[number]['word'] | keyof typeof ownNumbers;

/** By the word that is typed before each, which is the form's field too. */
export const subscriptionNumbers = Object.fromEntries([
  ...thresholds.map(({ word, least, most }) => [word, { least, most }] as const),
  ...Object.entries(ownNumbers),
]) as Readonly<Record<NumberWord, Numbered>>;

export const numberWords: readonly NumberWord[] = Object.keys(subscriptionNumbers) as NumberWord[];

/** What `from-5` says; null for what it may not be. */
export function typedNumber(name: NumberWord, word: string): number | null {
  const digits = new RegExp(`^${name}-(\\d{1,6})[m%]?$`, 'i').exec(word)?.[1];
  const number = Number(digits);
  return digits !== undefined && isWithin(subscriptionNumbers[name], number) ? number : null;
}
