/**
 * Renders a card for Slack: as a message (fallback text and blocks) or a view. Pure.
 * Whatever the card, the result is within every limit of `limits.ts`; a line says how much had to be left out.
 */
import { shortHash } from '@leadbell/domain';
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { blank, moreBlocks, partBlocks, plainText } from './blocks.ts';
import type { PartContext } from './blocks.ts';
import type { Card, CardPart, ModalCard } from './card.ts';
import { toMrkdwn, plainSentence } from './inline.ts';
import { limits } from './limits.ts';
import type { Surface } from './limits.ts';
import { rendering } from './rendering.ts';
import { weightOf } from './weight.ts';

export interface RenderOptions {
  /**
   * The prefix of every block's id: the facts about the message that a button's listener needs, such as its language.
   * Letters only.
   */
  readonly tag: string;
  /** "+3 more", in the card's language. */
  readonly more: (count: number) => string;
  /** Slack's own charts, with a `fallback` for workspaces that refuse them. Default: the text that replaces them. */
  readonly charts?: true;
  /**
   * A part of all ids of the message, to tell them from those of an earlier one: a select whose ids stay the same keeps
   * showing the earlier choice. Default: a hash of the content.
   */
  readonly ids?: string;
}

export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** The same without blocks that some workspaces refuse. */
  readonly fallback?: KnownBlock[];
  /** Text and blocks in JSON, without the braces, where that is known. */
  readonly json?: string;
}

export function renderMessage(card: Card, options: RenderOptions): Message {
  rendering.publish(card);
  const { charts, ...plain } = options;
  const hasCharts = charts === true && card.parts.some(({ kind }) => kind === 'chart');
  return {
    text: fallbackText(card),
    blocks: render(card, 'message', options),
    ...(hasCharts ? { fallback: render(card, 'message', plain) } : {}),
  };
}

const kept = new WeakMap<Card, Map<string, KeptMessage>>();

/** This very object is sent again, so its message is kept with it. */
export function keepCard(card: Card): Card {
  kept.set(card, new Map());
  return card;
}

/** The placeholder for the ids of a cached message. */
const anyIds = '~';

interface KeptMessage {
  readonly message: Message;
  /** Its JSON, cut at each id. */
  readonly pieces: readonly string[];
}

/** A message for one reader: of a kept card, it is rendered and written once. */
export function renderReply(card: Card, options: RenderOptions & Required<Pick<RenderOptions, 'ids'>>): Message {
  const ofCard = kept.get(card);
  if (ofCard === undefined) return renderMessage(card, options);
  const { message, pieces } = ofCard.get(options.tag) ?? keep(card, options);
  ofCard.set(options.tag, { message, pieces });
  return { ...message, json: pieces.join(idsIn(options)) };
}

function keep(card: Card, options: RenderOptions): KeptMessage {
  const free = { ...options, ids: anyIds };
  const message = renderMessage(card, free);
  return { message, pieces: writtenMessage(message).split(idsIn(free)) };
}

/** Between quotation marks that no text can hold, since JSON escapes them. */
function idsIn({ tag, ids = '' }: RenderOptions): string {
  return `"block_id":"${tag}:${ids}:`;
}

/** Its text and blocks in JSON, without the braces. */
export function writtenMessage({ text, blocks, json }: Message): string {
  return json ?? JSON.stringify({ text, blocks }).slice(1, -1);
}

export function renderModal(card: ModalCard, options: RenderOptions): ModalView {
  rendering.publish(card);
  const { title, close } = limits.view;
  return {
    type: 'modal',
    ...(card.name === undefined ? {} : { callback_id: card.name }),
    ...(card.metadata === undefined ? {} : { private_metadata: card.metadata }),
    title: plainText(blank(card.title) ? '…' : card.title, title, card.direction),
    close: plainText(blank(card.closeLabel) ? '×' : card.closeLabel, close, card.direction),
    blocks: render(card, 'modal', options),
  };
}

/** `metadata`: comes back with each press in it. */
export function renderHome(card: Card, metadata: string, options: RenderOptions): HomeView {
  rendering.publish(card);
  return { type: 'home', private_metadata: metadata, blocks: render(card, 'home', options) };
}

/** The tag that a message was rendered with, from the id of one of its blocks. */
export function tagOf(blockId: string): string {
  return blockId.split(':')[0] ?? '';
}

function fallbackText(card: Card): string {
  const text = toMrkdwn([{ words: plainSentence(card.summary) }], card.direction, limits.fallbackText);
  return blank(text) ? '…' : text;
}

function render(card: Card, surface: Surface, options: RenderOptions): KnownBlock[] {
  const whole = card.parts.map((part) => ({ part, blocks: [] as KnownBlock[] }));
  const context = partContext(card, surface, options);
  for (const entry of whole) entry.blocks = partBlocks(entry.part, context);
  return within(
    whole.filter(({ blocks }) => blocks.length > 0),
    surface,
    context,
  );
}

interface Entry {
  readonly part: CardPart;
  blocks: KnownBlock[];
}

/**
 * Leaves out whole parts from the end of the content. The buttons and footer after it stay, because they lead to the
 * rest.
 */
function within(entries: readonly Entry[], surface: Surface, context: PartContext): KnownBlock[] {
  const lastRead = entries.findLastIndex(({ part }) => part.kind !== 'actions' && part.kind !== 'note');
  const body = entries.slice(0, lastRead + 1);
  const tail = entries.slice(lastRead + 1);
  for (const [list, rest] of [
    [body, tail],
    [tail, []],
  ] as const) {
    for (let kept = list.length; kept >= 0; kept -= 1) {
      const left = list.slice(kept).filter(({ part }) => part.kind !== 'divider').length;
      const blocks = [
        ...list.slice(0, kept).flatMap((entry) => entry.blocks),
        ...moreBlocks(left, context),
        ...rest.flatMap((entry) => entry.blocks),
      ];
      if (fits(blocks, surface)) return blocks;
    }
  }
  return moreBlocks(entries.length, context);
}

function fits(blocks: readonly KnownBlock[], surface: Surface): boolean {
  return (
    blocks.length <= limits.blocks[surface] && (surface === 'modal' || weightOf(blocks) <= limits.total.characters)
  );
}

function partContext(card: Card, surface: Surface, { tag, more, charts, ids }: RenderOptions): PartContext {
  const seed = ids ?? shortHash(JSON.stringify(card.parts));
  let blocks = 0;
  let actions = 0;
  let tables: number = limits.table.perMessage;
  return {
    direction: card.direction,
    surface,
    more,
    withCharts: charts === true,
    blockId: () => {
      blocks += 1;
      return `${tag}:${seed}:${blocks}`;
    },
    actionId: (action) => {
      actions += 1;
      return `${action}:${actions}`;
    },
    takeTable: () => {
      tables -= 1;
      return tables >= 0;
    },
  };
}

/** Its sentence only, for when Slack refuses the blocks. */
export function plainMessage({ text }: Message): Message {
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }] };
}
