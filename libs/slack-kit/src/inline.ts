/**
 * Renders the spans of a card as one of Slack's three kinds of text: `mrkdwn`, rich text elements, plain text. Pure.
 * Rich text and plain text are shown unchanged; in `mrkdwn` everything is escaped. A text that is longer than `max`
 * characters as sent is cut, and ends with an ellipsis.
 */
import type { RichTextSection } from '@slack/types';
import type { Card, Span, Text } from './card.ts';
import { cutVisibly } from './cut-text.ts';
import {
  balanceIsolates,
  cleanData,
  cleanWords,
  escapeMrkdwn,
  firstStrongIsolate,
  isolated,
  leftToRightMark,
  popDirectionalIsolate,
  rightToLeft,
  rightToLeftMark,
} from './safe-text.ts';

export type RichTextPiece = RichTextSection['elements'][number];

type Style = 'bold' | 'italic' | 'code';
type Piece =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly style?: Style;
      readonly isData: boolean;
      /** The mark for the direction, at the beginning of a line that needs one. */
      readonly mark?: string;
    }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string };

/** In our own texts, a command to type is between backticks. */
const sample = /`([^`\n]+)`/;
const samples = new RegExp(sample, 'g');

const markers: Readonly<Record<Style, string>> = { bold: '*', italic: '_', code: '`' };

export function toMrkdwn(text: Text, direction: Card['direction'], max: number): string {
  return written(pieces(text, direction), max, mrkdwnOf);
}

export function toPlain(text: Text, direction: Card['direction'], max: number): string {
  return written(pieces(text, direction), max, plainOf).trim();
}

function written(all: readonly Piece[], max: number, write: (piece: Piece) => string): string {
  let whole = '';
  for (const piece of all) whole += write(piece);
  if (whole.length <= max) return whole;
  return fit(all, max, (piece) => write(piece).length)
    .map(write)
    .join('');
}

export function toRichText(text: Text, direction: Card['direction'], max: number): RichTextPiece[] {
  const all = pieces(text, direction, true);
  const isShort = all.reduce((sum, piece) => sum + longestOf(piece), 0) <= max;
  const elements: RichTextPiece[] = [];
  for (const piece of isShort ? all : fit(all, max, (one) => plainOf(one).length)) {
    const plain = plainOf(piece);
    if (plain === '') continue;
    for (const element of richOf(piece, direction, plain)) addTo(elements, element);
  }
  return elements;
}

/**
 * Returns an upper bound of the piece's length as plain text. Plain text is longer, because each open isolate is closed
 * and the piece gets an isolate of its own.
 */
function longestOf(piece: Piece): number {
  return piece.kind === 'text' ? 2 * piece.text.length + 3 : plainOf(piece).length;
}

/**
 * Splits the pieces into sections. A client takes a section's direction from its first strong character. So in text
 * that reads from right to left, each command is a section of its own. A person who selects the whole section then has
 * exactly the command.
 */
export function toSections(text: Text, direction: Card['direction'], max: number): RichTextSection[] {
  const all = toRichText(text, direction, max);
  const isAlone = (element: RichTextPiece | undefined) => direction === 'rtl' && isTyped(element);
  const sections: RichTextPiece[][] = [[]];
  for (const [index, element] of all.entries()) {
    if (isAlone(element) || isAlone(all[index - 1])) sections.push([]);
    const shown = withoutBreaks(element, isAlone(all[index - 1]), isAlone(all[index + 1]));
    if (shown.type !== 'text' || shown.text !== '') sections.at(-1)?.push(shown);
  }
  return sections
    .filter((elements) => elements.length > 0)
    .map((elements) => ({ type: 'rich_text_section', elements }));
}

function isTyped(element: RichTextPiece | undefined): boolean {
  return element?.type === 'text' && element.style?.code === true && element.text.startsWith('/');
}

/** A new section already begins a new line. */
function withoutBreaks(element: RichTextPiece, isAfter: boolean, isBefore: boolean): RichTextPiece {
  if (element.type !== 'text') return element;
  const below = isAfter ? element.text.replace(/^\n/, '') : element.text;
  return { ...element, text: isBefore ? below.replace(/\n$/, '') : below };
}

/** Whether plain text can show all of the text, because it has no style, no person, and no link. */
export function isPlain(text: Text): boolean {
  return text.every((span) => {
    if ('words' in span) return span.style === undefined && !sample.test(span.words);
    return 'data' in span ? span.style === undefined : 'lineBreak' in span;
  });
}

function pieces(text: Text, direction: Card['direction'], isRich = false): readonly Piece[] {
  const written = text.flatMap(pieceOf);
  const found = direction === 'rtl' && isRich && written.some(isCommand) ? commandsOnLines(written) : written;
  if (direction === 'rtl') return marked(found, rightToLeftMark);
  return found.some(isRightToLeft) ? marked(found, leftToRightMark) : found;
}

/**
 * Puts each command on a line of its own, so that a person can select the whole line. In a line that reads from right
 * to left, a mouse can't select exactly `/leads` and its arguments.
 */
function commandsOnLines(all: readonly Piece[]): Piece[] {
  return all.flatMap((piece, index): Piece[] => {
    const [isAfter, isBefore] = [isCommand(all[index - 1]), isCommand(all[index + 1])];
    if (isCommand(piece) || !(isAfter || isBefore)) return [piece];
    if (piece.kind !== 'text') return [...(isAfter ? [lineBreak] : []), piece, ...(isBefore ? [lineBreak] : [])];
    if (piece.text.trim() === '' && index === all.length - 1) return [];
    const below = isAfter ? `\n${piece.text.trimStart()}` : piece.text;
    return [{ ...piece, text: isBefore ? `${below.trimEnd()}\n` : below }];
  });
}

function isCommand(piece: Piece | undefined): boolean {
  return piece?.kind === 'text' && piece.style === 'code' && piece.text.startsWith('/');
}

/**
 * Clients take a line's direction from its first strong character, even if this character is isolated and belongs to a
 * name in the other script. So each line begins with a mark.
 */
function marked(all: readonly Piece[], mark: string): Piece[] {
  return all.flatMap((piece, index): Piece | Piece[] => {
    const before = all[index - 1];
    const isFirst = before === undefined || (before.kind === 'text' && before.text.endsWith('\n'));
    // A command gets no mark, because it begins with Latin letters, and a person would copy the mark with it.
    if (isCommand(piece)) return piece;
    if (piece.kind !== 'text') return isFirst ? [{ kind: 'text', text: mark, isData: false }, piece] : piece;
    const hasMark = isFirst && piece.text !== '\n';
    if (!hasMark && !piece.text.includes('\n')) return piece;
    const text = piece.text.replace(/\n(?!$)/g, `\n${mark}`);
    return hasMark ? { ...piece, text, mark } : { ...piece, text };
  });
}

function isRightToLeft(piece: Piece): boolean {
  if (piece.kind === 'user' || piece.kind === 'channel' || piece.kind === 'group') return false;
  return rightToLeft.test(piece.kind === 'link' ? piece.label : piece.text);
}

const lineBreak = textPiece('\n', undefined, false);

/** Returns a list only for a span of several pieces; nearly every span is one piece. */
function pieceOf(span: Span): Piece | Piece[] {
  if ('lineBreak' in span) return lineBreak;
  if ('user' in span) {
    return /^[UW][A-Z0-9]{2,30}$/.test(span.user)
      ? { kind: 'user', id: span.user }
      : textPiece(cleanData(span.user), undefined, true);
  }
  if ('channel' in span) {
    return /^[CDG][A-Z0-9]{2,30}$/.test(span.channel)
      ? { kind: 'channel', id: span.channel }
      : textPiece(cleanData(span.channel), undefined, true);
  }
  if ('group' in span) {
    return /^S[A-Z0-9]{2,30}$/.test(span.group)
      ? { kind: 'group', id: span.group }
      : textPiece(cleanData(span.group), undefined, true);
  }
  if ('link' in span) {
    const label = cleanData(span.label).replaceAll('\n', ' ');
    return /^(?:https?|mailto|tel):[^\s<>|\p{Cc}\p{Cs}]{1,2000}$/iu.test(span.link) && label !== ''
      ? { kind: 'link', url: span.link, label }
      : textPiece(label, undefined, true);
  }
  const isData = 'data' in span;
  if (!isData && span.style !== 'code' && sample.test(span.words)) return samplesIn(span.words, span.style);
  const clean = isData ? cleanData(span.data) : cleanWords(span.words);
  return clean === '' ? [] : textPiece(clean, span.style, isData);
}

function samplesIn(text: string, style: Style | undefined): Piece[] {
  return cleanWords(text)
    .split(sample)
    .map((part, index) => (index % 2 === 0 ? textPiece(part, style, false) : textPiece(cleanData(part), 'code', true)))
    .filter(({ text }) => text !== '');
}

/** Isolates each command, in a text that has no styles. */
export function plainSentence(words: string): string {
  return words.replaceAll(samples, (_, command: string) => isolated(command));
}

/**
 * Whether the text contains a command that people may copy. As `code` the command must have no direction marks, because with a
 * mark before it Slack would post it as a message.
 */
export function hasCommand(text: Text): boolean {
  return text.flatMap(pieceOf).some(isCommand);
}

function textPiece(text: string, style: Style | undefined, isData: boolean): Piece & { kind: 'text' } {
  return style === undefined ? { kind: 'text', text, isData } : { kind: 'text', text, style, isData };
}

/** Returns all pieces, or as many as fit with an ellipsis at the end. */
function fit(all: readonly Piece[], max: number, width: (piece: Piece) => number): readonly Piece[] {
  if (all.reduce((sum, piece) => sum + width(piece), 0) <= max) return all;
  const kept: Piece[] = [];
  // Keeps room for the ellipsis, in case a piece that can't be cut is left out.
  let room = max - 1;
  for (const piece of all) {
    const needed = width(piece);
    if (needed > room) {
      kept.push(cutPiece(piece, room, width));
      break;
    }
    kept.push(piece);
    room -= needed;
  }
  return kept;
}

function cutPiece(piece: Piece, room: number, width: (piece: Piece) => number): Piece {
  if (piece.kind !== 'text') return textPiece('…', undefined, false);
  const balanced = (text: string) => ({ ...piece, text: balanceIsolates(text) });
  const rest = cutVisibly(piece.text, room, (text) => width(balanced(text)));
  return rest === '' ? textPiece('…', undefined, false) : balanced(rest);
}

function mrkdwnOf(piece: Piece): string {
  if (piece.kind === 'user') return `<@${piece.id}>`;
  if (piece.kind === 'channel') return `<#${piece.id}>`;
  if (piece.kind === 'group') return `<!subteam^${piece.id}>`;
  if (piece.kind === 'link') {
    return `<${piece.url.replaceAll('&', '&amp;')}|${isolated(escapeMrkdwn(piece.label).replaceAll('|', '\u2223'))}>`;
  }
  const { style, isData } = piece;
  const { mark = '' } = piece;
  if (style === undefined) return mark + (isData ? isolated(mrkdwnText(piece)) : mrkdwnText(piece));
  // Style markers must touch their text, and a styled text has one line.
  const [, before = '', core = '', after = ''] =
    /^(\s*)(.*?)(\s*)$/su.exec(mrkdwnText(piece).replaceAll('\n', ' ')) ?? [];
  if (core === '') return mark + before + after;
  // The mark for the direction is inside, because a style marker after a letter or sign is not recognised.
  return `${before}${markers[style]}${mark}${isData ? isolated(core) : core}${markers[style]}${after}`;
}

/** A line break in data could begin a quotation; line breaks of our own texts are safe. */
function mrkdwnText({ text, isData }: Piece & { kind: 'text' }): string {
  return escapeMrkdwn(isData ? text.replaceAll('\n', ' ') : balanceIsolates(text));
}

function plainOf(piece: Piece): string {
  if (piece.kind === 'user' || piece.kind === 'channel' || piece.kind === 'group') return piece.id;
  if (piece.kind === 'link') return isolated(piece.label);
  const { mark = '' } = piece;
  return mark + (piece.isData || piece.style === 'code' ? isolated(piece.text) : balanceIsolates(piece.text));
}

/** `plain`: the piece as plain text. */
function richOf(piece: Piece, direction: Card['direction'], plain: string): RichTextPiece[] {
  if (piece.kind === 'user') return [{ type: 'user', user_id: piece.id }];
  if (piece.kind === 'channel') return [{ type: 'channel', channel_id: piece.id }];
  if (piece.kind === 'group') return [{ type: 'usergroup', usergroup_id: piece.id }];
  if (piece.kind === 'link') return [{ type: 'link', url: piece.url, text: isolated(piece.label) }];
  const { style, text, mark = '' } = piece;
  if (style === undefined) return [{ type: 'text', text: plain }];
  if (style !== 'code') return [{ type: 'text', text: plain, style: { [style]: true } }];
  if (isCommand(piece)) return [codePiece(withIsolatedArguments(text))];
  if (direction === 'ltr' && mark === '' && !isRightToLeft(piece)) return [codePiece(text)];
  // The isolate is outside the code, so that it is not copied.
  return [
    { type: 'text', text: mark + firstStrongIsolate },
    codePiece(text),
    { type: 'text', text: popDirectionalIsolate },
  ];
}

function codePiece(text: string): RichTextPiece {
  return { type: 'text', text, style: { code: true } };
}

/**
 * `/leads` stays first and whole; its arguments are read in their own direction. The bot ignores these marks in typed
 * text.
 */
export function withIsolatedArguments(command: string): string {
  return rightToLeft.test(command)
    ? command.replace(/^(\S+ )(.+)$/s, (_, name: string, rest: string) => name + isolated(rest))
    : command;
}

/** Adds the element to the list, or merges it with the last element if both have the same style. */
function addTo(elements: RichTextPiece[], next: RichTextPiece): void {
  const last = elements.at(-1);
  if (last?.type === 'text' && next.type === 'text' && hasSameStyle(last, next)) last.text += next.text;
  else elements.push(next);
}

type RichText = Extract<RichTextPiece, { readonly type: 'text' }>;

function hasSameStyle({ style: one }: RichText, { style: other }: RichText): boolean {
  return one?.bold === other?.bold && one?.italic === other?.italic && one?.code === other?.code;
}
