/** A card of one sentence. Pure. */
import type { Messages } from '../words/index.ts';
import type { Card } from '@leadbell/slack-kit';
import { words } from './text.ts';

export function sentenceCard(sentence: string, { direction }: Messages): Card {
  return { summary: sentence, direction, parts: [{ kind: 'text', text: [words(sentence)] }] };
}
