/** The button that deletes a shared post. It is placed under the post. Pure. */
import type { Button, Card } from '@leadbell/slack-kit';
import type { Messages } from '../words/index.ts';
import { actionIds } from './action-ids.ts';

/** `id`: the id of the shared post. The button is placed beside the card's other buttons, if there are any. */
export function withTakeBack(card: Card, id: string, messages: Messages): Card {
  const { label, title, text } = messages.bot.takeBack;
  const no = messages.bot.shareQuestion.no;
  const confirm = { title, text, yes: label, no };
  const button: Button = { kind: 'button', action: actionIds.takeBack, value: id, label, confirm };
  const at = card.parts.findLastIndex(({ kind }) => kind === 'actions');
  if (at < 0) return { ...card, parts: [...card.parts, { kind: 'actions', elements: [button] }] };
  const parts = card.parts.map((part, index) =>
    part.kind === 'actions' && index === at ? { ...part, elements: [...part.elements, button] } : part,
  );
  return { ...card, parts };
}
