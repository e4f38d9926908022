/**
 * Plainer forms of a message that Slack refused. The first leaves out the refused kind of block, the next is plain text
 * with the numbers, and the last is only one sentence. If Slack refused the metadata, the next form has less metadata.
 * Pure. A form that was refused was certainly not posted, so the next form may be sent at once.
 */
import { cutText } from '@leadbell/domain';
import { fallbackLanguage, isLanguage, type Language, languageBegunIn } from '@leadbell/i18n';
import type { SlackProblem } from './errors.ts';
import { limits } from './limits.ts';
import { tagOf } from './render.ts';
import { escapeMrkdwn } from './safe-text.ts';

type Json = Readonly<Record<string, unknown>>;

export interface MessageForm {
  readonly text: string;
  /** Null: the message has no blocks. */
  readonly blocks: readonly Json[] | null;
  /**
   * The message's blocks without the blocks that some workspaces refuse; null if it has no such blocks, or if this form
   * was tried.
   */
  readonly fallback: readonly Json[] | null;
  readonly metadata: 'whole' | 'key' | 'none';
  readonly step: 'whole' | 'plain' | 'sentence';
}

/** Returns "The rest is in /leads" in the language of a message. */
export type RestWords = (language: Language) => string;

/** Refusals that name a block, or may name one. */
const ofBlocks: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_blocks_format']);
const sentenceLength = 500;

export function firstForm(payload: object): MessageForm {
  const { text, blocks, fallback } = payload as { text?: unknown; blocks?: unknown; fallback?: unknown };
  return {
    text: typeof text === 'string' ? text : '…',
    blocks: blocksOf(blocks),
    fallback: fallbackOf(blocks, fallback),
    metadata: 'whole',
    step: 'whole',
  };
}

/** Returns the form to send after this one was refused; null if there is none, or if no other form would help. */
export function plainer(form: MessageForm, problem: SlackProblem | null, rest: RestWords): MessageForm | null {
  if (problem?.class === 'metadata') {
    if (form.metadata === 'none') return null;
    return { ...form, metadata: form.metadata === 'whole' ? 'key' : 'none' };
  }
  if (problem?.class !== 'message' && problem?.class !== 'file') return null;
  if (form.step === 'sentence') return null;
  if (form.step === 'plain') {
    return {
      ...form,
      step: 'sentence',
      text: `${cutText(form.text.split('\n')[0] ?? '', sentenceLength)}\n${rest(languageOf(form))}`,
    };
  }
  return withoutRefused(form, problem) ?? asPlain(form, rest);
}

/** Leaves out the refused kind of block; returns null if the kind is unknown, or if nothing would be left. */
function withoutRefused(form: MessageForm, { code, blocks: refused = [] }: SlackProblem): MessageForm | null {
  const { blocks, fallback } = form;
  if (blocks === null || !ofBlocks.has(code)) return null;
  if (fallback !== null) return { ...form, blocks: fallback, fallback: null };
  const kinds = new Set(refused.map((index) => blocks[index]?.['type']));
  const left = blocks.filter(({ type }) => !kinds.has(type));
  const isRead = left.some(({ type }) => type !== 'actions' && type !== 'divider' && type !== 'header');
  return left.length === blocks.length || !isRead ? null : { ...form, blocks: left };
}

function asPlain(form: MessageForm, rest: RestWords): MessageForm {
  const lines = (form.fallback ?? form.blocks ?? []).flatMap(linesOf).filter((line) => line.trim() !== '');
  const last = rest(languageOf(form));
  const kept: string[] = [];
  let room = limits.fallbackText - form.text.length - last.length - 2;
  for (const line of lines) {
    room -= line.length + 1;
    // Leaves out whole lines only, because a number that is cut is a different number.
    if (room < 0) break;
    kept.push(line);
  }
  const text = [form.text, ...kept.filter((line) => line !== form.text), last].join('\n');
  return { ...form, text, blocks: null, fallback: null, step: 'plain' };
}

/** Reads the language from the tag in the ids of the blocks; without ids, from the first letter of the sentence. */
function languageOf({ text, blocks, fallback }: MessageForm): Language {
  const ids = [...(blocks ?? []), ...(fallback ?? [])].map((block) => block['block_id']);
  const id = ids.find((one) => typeof one === 'string');
  const tag = typeof id === 'string' ? tagOf(id) : languageBegunIn(text);
  return isLanguage(tag) ? tag : fallbackLanguage;
}

/** Returns the readable text of a block as `mrkdwn`, line by line. The text of buttons is left out. */
function linesOf(block: Json): string[] {
  switch (block['type']) {
    case 'header':
      return [textOf(block['text'])];
    case 'section':
      return [textOf(block['text']), ...list(block['fields']).map((field) => textOf(field).replaceAll('\n', ': '))];
    case 'context':
      return list(block['elements']).map(textOf);
    case 'rich_text':
      return list(block['elements']).flatMap((part) => pieces(part).split('\n'));
    case 'table':
      return list(block['rows']).map((row) => list(row).map(cellText).join(' · '));
    default:
      return [];
  }
}

function cellText(cell: unknown): string {
  const { type, elements } = asJson(cell);
  return type === 'rich_text' ? list(elements).map(pieces).join(' ') : textOf({ ...asJson(cell), type: 'plain_text' });
}

/** Reads a text object; `mrkdwn` is already escaped. */
function textOf(object: unknown): string {
  const { type, text } = asJson(object);
  if (typeof text !== 'string') return '';
  return type === 'mrkdwn' ? text : escapeMrkdwn(text);
}

function pieces(part: unknown): string {
  return list(asJson(part)['elements'])
    .map((element) => {
      const { type, text, url, user_id: user, channel_id: channel, usergroup_id: group } = asJson(element);
      if (type === 'user') return `<@${String(user)}>`;
      if (type === 'channel') return `<#${String(channel)}>`;
      if (type === 'usergroup') return `<!subteam^${String(group)}>`;
      const words = typeof text === 'string' ? escapeMrkdwn(text) : '';
      return type === 'link' ? words || String(url) : words;
    })
    .join('');
}

/** A row of an earlier release has the whole list of blocks. */
function fallbackOf(blocks: unknown, fallback: unknown): readonly Json[] | null {
  if (Array.isArray(fallback) || !Array.isArray(blocks)) return blocksOf(fallback);
  const { from, to, blocks: others } = asJson(fallback);
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  return blocksOf(blocks.toSpliced(from, to - from, ...list(others)));
}

function blocksOf(value: unknown): readonly Json[] | null {
  return Array.isArray(value) && value.length > 0 ? value.map(asJson) : null;
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
