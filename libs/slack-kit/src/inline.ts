/**
 * Renders spans of a card as Slack's three kinds of text: `mrkdwn`, rich text elements, plain text. Pure. Rich text and
 * plain text are shown unchanged; in `mrkdwn` everything is escaped. Each is cut visibly to `max` characters as sent.
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
  rightToLeftIsolate,
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
      /** Begins a line whose direction must be set. */
      readonly mark?: string;
    }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'link'; readonly url: string; readonly label: string };

/** In our own words a command to type stands between backticks. */
const sample = /`([^`\n]+)`/;

const markers: Readonly<Record<Style, string>> = { bold: '*', italic: '_', code: '`' };

export function toMrkdwn(text: Text, direction: Card['direction'], max: number): string {
  return fit(pieces(text, direction), max, (piece) => mrkdwnOf(piece).length)
    .map(mrkdwnOf)
    .join('');
}

export function toPlain(text: Text, direction: Card['direction'], max: number): string {
  return fit(pieces(text, direction), max, (piece) => plainOf(piece).length)
    .map(plainOf)
    .join('')
    .trim();
}

export function toRichText(text: Text, direction: Card['direction'], max: number): RichTextPiece[] {
  return fit(pieces(text, direction), max, richWidth)
    .filter((piece) => plainOf(piece) !== '')
    .flatMap((piece) => richOf(piece, direction))
    .reduce<RichTextPiece[]>(joined, []);
}

/** Whether plain text can show all of it: no style, no person, no link. */
export function isPlain(text: Text): boolean {
  return text.every((span) => {
    if ('words' in span) return span.style === undefined && !sample.test(span.words);
    return 'data' in span ? span.style === undefined : 'lineBreak' in span;
  });
}

function pieces(text: Text, direction: Card['direction']): Piece[] {
  const found = text.flatMap(pieceOf);
  if (direction === 'rtl') return marked(found, rightToLeftMark);
  return found.some(isRightToLeft) ? marked(found, leftToRightMark) : found;
}

/**
 * Clients take a line's direction from its first strong character, even an isolated one, which may be part of a name in
 * the other script: so each line begins with a mark.
 */
function marked(all: readonly Piece[], mark: string): Piece[] {
  return all.flatMap((piece, index): Piece[] => {
    const before = all[index - 1];
    const isFirst = before === undefined || (before.kind === 'text' && before.text.endsWith('\n'));
    if (piece.kind !== 'text') return isFirst ? [{ kind: 'text', text: mark, isData: false }, piece] : [piece];
    const lines = { ...piece, text: piece.text.replace(/\n(?!$)/g, `\n${mark}`) };
    return [isFirst && piece.text !== '\n' ? { ...lines, mark } : lines];
  });
}

function isRightToLeft(piece: Piece): boolean {
  if (piece.kind === 'user' || piece.kind === 'channel' || piece.kind === 'group') return false;
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/.test(piece.kind === 'link' ? piece.label : piece.text);
}

function pieceOf(span: Span): Piece[] {
  if ('lineBreak' in span) return [textPiece('\n', undefined, false)];
  if ('user' in span) {
    return /^[UW][A-Z0-9]{2,30}$/.test(span.user)
      ? [{ kind: 'user', id: span.user }]
      : [textPiece(cleanData(span.user), undefined, true)];
  }
  if ('channel' in span) {
    return /^[CDG][A-Z0-9]{2,30}$/.test(span.channel)
      ? [{ kind: 'channel', id: span.channel }]
      : [textPiece(cleanData(span.channel), undefined, true)];
  }
  if ('group' in span) {
    return /^S[A-Z0-9]{2,30}$/.test(span.group)
      ? [{ kind: 'group', id: span.group }]
      : [textPiece(cleanData(span.group), undefined, true)];
  }
  if ('link' in span) {
    const label = cleanData(span.label).replaceAll('\n', ' ');
    return /^(?:https?|mailto|tel):[^\s<>|\p{Cc}\p{Cs}]{1,2000}$/iu.test(span.link) && label !== ''
      ? [{ kind: 'link', url: span.link, label }]
      : [textPiece(label, undefined, true)];
  }
  const isData = 'data' in span;
  if (!isData && span.style !== 'code' && sample.test(span.words)) return samplesIn(span.words, span.style);
  const clean = isData ? cleanData(span.data) : cleanWords(span.words);
  return clean === '' ? [] : [textPiece(clean, span.style, isData)];
}

function samplesIn(text: string, style: Style | undefined): Piece[] {
  return cleanWords(text)
    .split(sample)
    .map((part, index) => (index % 2 === 0 ? textPiece(part, style, false) : textPiece(part, 'code', true)))
    .filter(({ text }) => text !== '');
}

/** For a text that has no styles: each command isolated. */
export function plainSentence(words: string): string {
  return words.replaceAll(new RegExp(sample, 'g'), (_, command: string) => isolated(command));
}

/** A person copies a command from here: as `code` it must be free of marks, or Slack posts it as a message. */
export function hasCommand(text: Text): boolean {
  return text
    .flatMap(pieceOf)
    .some((piece) => piece.kind === 'text' && piece.style === 'code' && piece.text.startsWith('/'));
}

function textPiece(text: string, style: Style | undefined, isData: boolean): Piece & { kind: 'text' } {
  return style === undefined ? { kind: 'text', text, isData } : { kind: 'text', text, style, isData };
}

/** Everything, or as much as fits with an ellipsis at its end. */
function fit(all: readonly Piece[], max: number, width: (piece: Piece) => number): Piece[] {
  if (all.reduce((sum, piece) => sum + width(piece), 0) <= max) return [...all];
  const kept: Piece[] = [];
  // Reserves one for the ellipsis if a piece that can't be cut is left out.
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
  const rest = piece.kind === 'text' ? cutVisibly(piece.text, room, (text) => width({ ...piece, text })) : '';
  return rest === '' ? textPiece('…', undefined, false) : { ...(piece as Piece & { kind: 'text' }), text: rest };
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
  // Markers must touch their text, and a marked text has one line.
  const [, before = '', core = '', after = ''] =
    /^(\s*)(.*?)(\s*)$/su.exec(mrkdwnText(piece).replaceAll('\n', ' ')) ?? [];
  if (core === '') return mark + before + after;
  // The direction mark goes inside: a marker after a letter or sign is not recognised.
  return `${before}${markers[style]}${mark}${isData ? isolated(core) : core}${markers[style]}${after}`;
}

/** A line break in data could begin a quotation; our own are safe. */
function mrkdwnText({ text, isData }: Piece & { kind: 'text' }): string {
  return escapeMrkdwn(isData ? text.replaceAll('\n', ' ') : balanceIsolates(text));
}

function plainOf(piece: Piece): string {
  if (piece.kind === 'user' || piece.kind === 'channel' || piece.kind === 'group') return piece.id;
  if (piece.kind === 'link') return isolated(piece.label);
  const { mark = '' } = piece;
  return mark + (piece.isData || piece.style === 'code' ? isolated(piece.text) : balanceIsolates(piece.text));
}

/** An Arabic command has one mark more. */
function richWidth(piece: Piece): number {
  return plainOf(piece).length + (piece.kind === 'text' && piece.style === 'code' ? 1 : 0);
}

function richOf(piece: Piece, direction: Card['direction']): RichTextPiece[] {
  if (piece.kind === 'user') return [{ type: 'user', user_id: piece.id }];
  if (piece.kind === 'channel') return [{ type: 'channel', channel_id: piece.id }];
  if (piece.kind === 'group') return [{ type: 'usergroup', usergroup_id: piece.id }];
  if (piece.kind === 'link') return [{ type: 'link', url: piece.url, text: isolated(piece.label) }];
  const { style, text, mark = '' } = piece;
  if (style === undefined) return [{ type: 'text', text: plainOf(piece) }];
  if (style !== 'code') return [{ type: 'text', text: plainOf(piece), style: { [style]: true } }];
  const code = { type: 'text', text, style: { code: true } } as const;
  if (direction === 'ltr' && mark === '' && !isRightToLeft(piece)) return [code];
  // The isolate stands outside the code, so that what is copied can be typed.
  return [{ type: 'text', text: mark + isolateFor(text) }, code, { type: 'text', text: popDirectionalIsolate }];
}

/** An Arabic command reads from right to left, `/leads` whole at its head. */
function isolateFor(code: string): string {
  return /^\/.*\p{Script=Arabic}/u.test(code) ? `${rightToLeftIsolate}${leftToRightMark}` : firstStrongIsolate;
}

/** Merges neighbours of one style into one element. */
function joined(elements: RichTextPiece[], next: RichTextPiece): RichTextPiece[] {
  const last = elements.at(-1);
  if (last?.type !== 'text' || next.type !== 'text' || JSON.stringify(last.style) !== JSON.stringify(next.style)) {
    elements.push(next);
  } else {
    elements[elements.length - 1] = { ...last, text: last.text + next.text };
  }
  return elements;
}
