/** A digest says each fact once: it repeats neither its own filter nor another section. Pure. */
import { foldText, type TextFilter } from '@leadbell/domain';
import type { DigestFacts } from './facts.ts';

/** The filters by which a digest breaks down its leads, each with the field of the answer that has the counts. */
export const vocabularies = {
  brand: 'brands',
  branch: 'branches',
  source: 'sources',
  sub: 'subSources',
  priority: 'priorities',
} as const satisfies Partial<Record<TextFilter, string>>;

export type Vocabulary = keyof typeof vocabularies;

/** Whether the digest has this filter, and all its leads have the same value for it. */
export function isOfOneValue({ filters, answer }: DigestFacts, name: Vocabulary): boolean {
  const filter = filters[name];
  if (filter === undefined || filter.isNot) return false;
  const values = new Set(answer.summary[vocabularies[name]].map(({ value }) => foldText(value ?? '')));
  return values.size < 2;
}
