/**
 * A modal that shows an answer. A press in the modal replaces its content. The modal's metadata
 * contains the answer's channel, because Slack does not send the channel of a press in a modal. Pure.
 */
import type { Card, CardPart, ModalCard, Place } from '@leadbell/slack-kit';
import type { Messages } from '../words/index.ts';
import { actionIds } from './action-ids.ts';
import { asModal } from './modal.ts';

/** Handlers recognise presses in this modal by its name. The metadata of other modals has other contents. */
export const answerModalName = 'leads.answer';

const sharing: ReadonlySet<string> = new Set([actionIds.share, actionIds.takeBack]);

/** The card without *Share*, for a place that no one else can read. */
export function unshared(card: Card): Card {
  const parts = card.parts.flatMap((part): CardPart[] => {
    if (part.kind !== 'actions') return [part];
    const elements = part.elements.filter(({ action }) => !sharing.has(action));
    return elements.length === 0 ? [] : [{ ...part, elements }];
  });
  return { ...card, parts };
}

export function answerModal(card: Card, { channel }: Place, messages: Messages): ModalCard {
  return {
    ...asModal(unshared(card), 'Leadbell', messages),
    name: answerModalName,
    metadata: placeMetadata(channel),
  };
}

export function placeMetadata(channel: string): string {
  return `place:${channel}`;
}

/** The channel in this modal's metadata; null for the metadata of another view. */
export function readPlaceMetadata(metadata: string): string | null {
  return /^place:([A-Z0-9]{0,30})$/.exec(metadata)?.[1] ?? null;
}
