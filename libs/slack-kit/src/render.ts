/**
 * Renders a card for Slack: as a message (fallback text and blocks) or as a view. Pure. For any card, the result is
 * within every limit of `limits.ts`; a line says how much was left out.
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
   * The beginning of every block's id: facts about the message that the handler of a button needs, such as its
   * language. Letters only.
   */
  readonly tag: string;
  /** The words for "+3 more" in the card's language. */
  readonly more: (count: number) => string;
  /** Uses Slack's own charts, with a `fallback` for workspaces that refuse them. Default: text replaces the charts. */
  readonly charts?: true;
  /**
   * A part of each id in the message. It must differ from the same part in an earlier message, because a select whose
   * ids stay the same keeps showing the earlier choice. Default: a hash of the content.
   */
  readonly ids?: string;
}

export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** Replaces the blocks that some workspaces refuse. */
  readonly fallback?: Replacement;
  /** The message's text and blocks in JSON without the outer braces, if they were written before. */
  readonly json?: string;
}

/** Blocks that replace a message's blocks from `from` up to, but not including, `to`. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly KnownBlock[];
}

export function renderMessage(card: Card, options: RenderOptions): Message {
  rendering.publish(card);
  const context = partContext(card, 'message', options);
  const entries = entriesOf(card, context);
  const [text, blocks] = [fallbackText(card), within(entries, 'message', context)];
  if (!entries.some(({ part }) => part.kind === 'chart') || !context.withCharts) return { text, blocks };
  const bare = { ...context, withCharts: false };
  // Charts have no ids, so the other blocks stay the same.
  const plain = entries.map((one) =>
    one.part.kind === 'chart' ? { ...one, blocks: partBlocks(one.part, bare) } : one,
  );
  return { text, blocks, fallback: replacement(blocks, within(plain, 'message', bare)) };
}

/** The part in which two lists of blocks differ. */
function replacement(blocks: readonly KnownBlock[], others: readonly KnownBlock[]): Replacement {
  const shorter = Math.min(blocks.length, others.length);
  let start = 0;
  while (start < shorter && blocks[start] === others[start]) start += 1;
  let end = 0;
  while (end < shorter - start && blocks.at(-1 - end) === others.at(-1 - end)) end += 1;
  return { from: start, to: blocks.length - end, blocks: others.slice(start, others.length - end) };
}

const kept = new WeakMap<Card, Map<string, KeptMessage>>();

/** Call it for a card that will be sent again as the same object. The rendered message is then cached. */
export function keepCard(card: Card): Card {
  kept.set(card, new Map());
  return card;
}

/** Stands for the ids in a cached message. */
const anyIds = '~';

interface KeptMessage {
  readonly message: Message;
  /** The JSON of the message, cut at each id. */
  readonly pieces: readonly string[];
}

/** Renders a message for one reader; a card that is kept is rendered and written as JSON only once. */
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

/** The beginning of each block's id in the JSON. No text contains it, because JSON escapes quotation marks in texts. */
function idsIn({ tag, ids = '' }: RenderOptions): string {
  return `"block_id":"${tag}:${ids}:`;
}

/** Returns the message's text and blocks in JSON, without the outer braces. */
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

/** `metadata`: Slack sends it back with each press in the view. */
export function renderHome(card: Card, metadata: string, options: RenderOptions): HomeView {
  rendering.publish(card);
  return { type: 'home', private_metadata: metadata, blocks: render(card, 'home', options) };
}

/** Returns the `tag` of a message, which is in the id of each of its blocks. */
export function tagOf(blockId: string): string {
  return blockId.split(':')[0] ?? '';
}

function fallbackText(card: Card): string {
  const text = toMrkdwn([{ words: plainSentence(card.summary) }], card.direction, limits.fallbackText);
  return blank(text) ? '…' : text;
}

function render(card: Card, surface: Surface, options: RenderOptions): KnownBlock[] {
  const context = partContext(card, surface, options);
  return within(entriesOf(card, context), surface, context);
}

interface Entry {
  readonly part: CardPart;
  readonly blocks: readonly KnownBlock[];
}

function entriesOf(card: Card, context: PartContext): readonly Entry[] {
  return card.parts.map((part) => ({ part, blocks: partBlocks(part, context) }));
}

/**
 * Leaves out whole parts from the end of the content. The buttons and the footer after the content stay, because they
 * open the rest.
 */
function within(all: readonly Entry[], surface: Surface, context: PartContext): KnownBlock[] {
  const entries = all.filter(({ blocks }) => blocks.length > 0);
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
  let seed = ids;
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
      seed ??= shortHash(JSON.stringify(card.parts));
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

/** Returns only the sentence of a message, for the case that Slack refuses the blocks. */
export function plainMessage({ text }: Message): Message {
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }] };
}
