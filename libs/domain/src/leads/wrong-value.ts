/** Finds the value of a lead that an error is about, if it is a value of a vocabulary and so no personal data. Pure. */
import { hidesPart, type WordBook } from '../redact/word-book.ts';
import { foldText } from '../text/fold.ts';
import type { Lead, LeadError } from './lead.ts';

const kinds = ['model', 'branch', 'brand', 'subSource', 'source', 'priority'] as const;
type Kind = (typeof kinds)[number];

/** The values of a lead that may explain an error. */
export type VocabularyValues = Readonly<Record<Kind, readonly string[]>>;

/**
 * For each field, the words that name it in the `field`, `code` or `message` of an error, folded. The more specific
 * field comes first.
 */
const names: Readonly<Record<Kind, RegExp>> = {
  model: /\bmodel|موديل|طراز/u,
  branch: /\bbranch|\bshowroom|\bdealer|فرع|معرض/u,
  brand: /\bbrand|\bmake\b|مارك|علامه/u,
  subSource: /\bsub ?source|مصدر فرعي/u,
  source: /\bsource|مصدر/u,
  priority: /\bpriority|اولوي/u,
};

/** No values, for a lead without errors, because there is no error to find a value for. */
export const noValues: VocabularyValues = { model: [], branch: [], brand: [], subSource: [], source: [], priority: [] };

export function vocabularyValues({ source, subSource, brand, branch, priority, vehicles }: Lead): VocabularyValues {
  return {
    model: list(...vehicles.map(({ modelFamily }) => modelFamily)),
    branch: list(branch),
    brand: list(brand),
    subSource: list(subSource),
    source: list(source),
    priority: list(priority),
  };
}

/**
 * Returns null if the error names none of these fields, if the lead has several values in the field and the error does
 * not say which, or if the value may be about a person.
 */
export function wrongValue(error: LeadError, values: VocabularyValues, words: WordBook): string | null {
  const field = spelledOut(error.field ?? '');
  const said = spelledOut([error.code ?? '', error.message].join(' '));
  const kind = kinds.find((one) => names[one].test(field)) ?? kinds.find((one) => names[one].test(said));
  if (kind === undefined) return null;
  const of = values[kind];
  const value = of.length === 1 ? of[0] : of.find((one) => said.includes(foldText(one)));
  if (value === undefined) return null;
  const shown = words.value(value);
  return hidesPart(shown) ? null : shown;
}

/** Splits names such as BRANCH_NOT_FOUND or modelFamily into words. */
function spelledOut(text: string): string {
  return foldText(text.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll(/[_.\-/]/g, ' '));
}

/** Returns each value once, and leaves out missing ones. */
function list(...values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null).filter((value) => value !== ''))];
}
