/** Digests: a channel’s leads in short, at its times. Jobs make them. */
import type { Feature } from '../../bot/contract.ts';
import { ar } from './words.ar.ts';
import { en, type DigestWords } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends DigestWords {}
}

export const digestFeature: Feature = { name: 'digest', words: { en, ar } };
