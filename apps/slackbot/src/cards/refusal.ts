/** The reply when the gate refuses. Pure. */
import type { Refusal } from '@leadbell/domain';
import type { Card } from '@leadbell/slack-kit';
import type { Messages } from '../words/index.ts';
import { sentenceCard } from './sentence.ts';

export function refusalCard(refusal: Refusal, messages: Messages): Card {
  return sentenceCard(refusalSentence(refusal, messages), messages);
}

function refusalSentence(refusal: Refusal, { access: say }: Messages): string {
  switch (refusal.why) {
    case 'role':
      return say.mayNot(refusal.ability);
    case 'scope':
      return say.missingScope(refusal.ability, refusal.scope);
    case 'no role':
      return say.noRole;
    case 'none':
      return say.noPerson;
    default:
      return say[refusal.why];
  }
}
