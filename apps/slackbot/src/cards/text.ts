/** Helpers that build text from spans. Pure. */
import { cutText } from '@leadbell/domain';
import { clip } from '@leadbell/i18n';
import { directionOf, type Span, type Text } from '@leadbell/slack-kit';

export { clip } from '@leadbell/i18n';

type Style = 'bold' | 'italic' | 'code';

const newLine: Span = { lineBreak: true };

export function words(text: string, style?: Style): Span {
  return style === undefined ? { words: text } : { words: text, style };
}

/** Text from outside, cut to `max` characters, so that a single lead cannot fill a message. */
export function data(text: string, max: number, style?: Style): Span {
  const cut = clip(text, max);
  return style === undefined ? { data: cut } : { data: cut, style };
}

/** Each line is sent with this many additional characters: invisible marks and the line break. */
const lineChars = 4;

/**
 * Splits a text of any length into parts of at most `max` characters as sent. Line breaks are kept, and empty lines are
 * removed.
 */
export function wholeLines(text: string, max: number): readonly Text[] {
  const parts: Span[][] = [];
  let room = 0;
  for (const data of text.split('\n').flatMap((line) => piecesOf(clip(line, Infinity), max - lineChars))) {
    room -= data.length + lineChars;
    if (room < 0) {
      parts.push([]);
      room = max - data.length - lineChars;
    }
    parts.at(-1)?.push({ data });
  }
  return parts.map(lines);
}

/** Cuts a line between words, or within a word that is longer than `max`. */
function piecesOf(line: string, max: number): readonly string[] {
  const pieces: string[] = [];
  for (let rest = line; rest !== '';) {
    const head = cutText(rest, max);
    const space = head.length === rest.length ? 0 : `${head}${rest.charAt(head.length)}`.lastIndexOf(' ');
    const piece = space > 0 ? head.slice(0, space) : head;
    // Leave out a single character that is longer than `max`.
    if (piece === '') break;
    pieces.push(piece);
    rest = rest.slice(piece.length).trimStart();
  }
  return pieces;
}

/** The text, cut to `max` characters; empty if there is nothing readable in it. */
export function given(value: string | null, max: number): Text {
  const cut = clip(value ?? '', max);
  return cut === '' ? [] : [{ data: cut }];
}

/**
 * Joins the parts of one value, such as a title and a name, cut to `max` characters. Consecutive parts of one direction
 * share a span, which keeps their order. Where the direction changes, a new span begins, because otherwise the first
 * part, such as "Ms" before an Arabic name, would decide the direction of the whole value.
 */
export function composed(
  parts: readonly (string | null | undefined)[],
  max: number,
  { separator = ' ', style }: { readonly separator?: string; readonly style?: Style } = {},
): Text {
  const spans: Span[] = [];
  let room = max;
  for (const run of runsOf(parts, separator)) {
    spans.push(data(run, Math.max(room, 1), style));
    if (run.length > room) break;
    room -= run.length + separator.length;
  }
  return joined(spans, words(separator, style));
}

function runsOf(parts: readonly (string | null | undefined)[], separator: string): readonly string[] {
  const runs: string[] = [];
  let direction: ReturnType<typeof directionOf> = null;
  for (const part of parts) {
    if (part == null || part.trim() === '') continue;
    const own = directionOf(part);
    const before = runs.at(-1);
    if (before === undefined || (own !== null && direction !== null && own !== direction)) runs.push(part);
    else runs[runs.length - 1] = before + separator + part;
    direction = own ?? direction;
  }
  return runs;
}

/** Joins the parts, skipping empty ones and their separators. */
export function joined(parts: readonly (Text | Span | null)[], separator: Span): Text {
  const texts = parts.filter((part) => part !== null).map((part): Text => (isText(part) ? part : [part]));
  return texts.filter((text) => text.length > 0).flatMap((text, index) => (index === 0 ? text : [separator, ...text]));
}

export function dotted(parts: readonly (Text | Span | null)[]): Text {
  return joined(parts, words(' · '));
}

export function lines(parts: readonly (Text | Span | null)[]): Text {
  return joined(parts, newLine);
}

function isText(part: Text | Span): part is Text {
  return Array.isArray(part);
}
