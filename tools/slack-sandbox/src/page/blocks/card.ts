/** Draws cards, alone and in a carousel. */
import type { VNode } from 'preact';
import { Element } from '../elements/element.ts';
import { Picture } from '../elements/image.ts';
import { isRecord, list, text, type Json } from '../json.ts';
import { h, tag } from '../tag.ts';
import { TextObject } from '../text/draw-text.ts';
import type { BlockProps } from './block-props.ts';

function part(name: string, value: unknown): VNode | null {
  return value === undefined ? null : tag(`div.${name}`, null, h(TextObject, { value }));
}

export function Card({ block, blockId }: BlockProps): VNode {
  const actions = list(block['actions']).filter(isRecord);
  const { hero_image: hero, icon } = block;
  return tag(
    'div.card',
    null,
    isRecord(hero) ? h(Picture, { source: hero, look: 'card-hero' }) : null,
    tag(
      'div.card-head',
      null,
      isRecord(icon) ? h(Picture, { source: icon, look: 'card-icon' }) : null,
      tag('div.card-titles', null, part('card-title', block['title']), part('card-subtitle', block['subtitle'])),
    ),
    part('card-body', block['body']),
    part('card-subtext', block['subtext']),
    actions.length === 0
      ? null
      : tag('div.actions', null, ...actions.map((element, at) => h(Element, { key: at, element, blockId }))),
  );
}

export function Carousel({ block, blockId }: BlockProps): VNode {
  const cards = list(block['elements']).filter(isRecord);
  const idOf = (card: Json): string => text(card['block_id']) ?? blockId;
  return tag(
    'div.carousel',
    { role: 'group', 'aria-label': 'Cards', tabindex: 0 },
    ...cards.map((card, at) => h(Card, { key: at, block: card, blockId: idOf(card) })),
  );
}
