/** A card as a modal. Pure. */
import type { Card, ModalCard } from '@leadbell/slack-kit';
import type { Messages } from '../words/index.ts';

export function asModal(card: Card, title: string, { buttons }: Messages): ModalCard {
  return { ...card, title, closeLabel: buttons.close };
}
