/**
 * The numbers that a subscription accepts, with their bounds: alert thresholds and two others.
 * Pure.
 */
import { thresholds } from '@leadbell/domain';

interface Numbered {
  readonly least: number;
  readonly most: number;
}

/**
 * `escalate`: the minutes until a group is mentioned. `together`: more leads than this that arrive
 * at once become one message.
 */
export const ownNumbers = {
  escalate: { least: 1, most: 9_999, usual: 30 },
  together: { least: 1, most: 9_999, usual: 5 },
} as const satisfies Readonly<Record<string, Numbered & { readonly usual: number }>>;

export type NumberWord = (typeof thresholds)[number]['word'] | keyof typeof ownNumbers;

/**
 * The bounds of each number, by the word that people type before it, which is also the name of the
 * form's field.
 */
export const subscriptionNumbers = Object.fromEntries([
  ...thresholds.map(({ word, least, most }) => [word, { least, most }] as const),
  ...Object.entries(ownNumbers),
]) as Readonly<Record<NumberWord, Numbered>>;

export const numberWords: readonly NumberWord[] = Object.keys(subscriptionNumbers) as NumberWord[];
