/** The new-leads feature: announces leads when they arrive. The watch starts it. */
import type { Feature } from '../../bot/contract.ts';
import { ar } from './words.ar.ts';
import { en, type NewLeadsWords } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends NewLeadsWords {}
}

export const newLeadsFeature: Feature = { name: 'new-leads', words: { en, ar } };
