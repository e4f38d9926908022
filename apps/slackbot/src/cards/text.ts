/** Spans put together. Pure. */
import { clip } from '@leadbell/i18n';
import type { Span, Text } from '@leadbell/slack-kit';

export { clip } from '@leadbell/i18n';

type Style = 'bold' | 'italic' | 'code';

const newLine: Span = { lineBreak: true };

export function words(text: string, style?: Style): Span {
  return style === undefined ? { words: text } : { words: text, style };
}

/** Text from outside, cut to `max` characters: one lead must not fill a message. */
export function data(text: string, max: number, style?: Style): Span {
  const cut = clip(text, max);
  return style === undefined ? { data: cut } : { data: cut, style };
}

/** The same on as many lines as it came with, without empty ones. */
export function dataLines(text: string, max: number): Text {
  const told: string[] = [];
  let room = max;
  for (const line of text.split('\n')) {
    const cut = clip(line, Math.max(1, room));
    if (cut === '') continue;
    if (room <= 1) {
      if (!told.at(-1)?.endsWith('…')) told.push('…');
      break;
    }
    told.push(cut);
    room -= cut.length + 1;
  }
  return lines(told.map((line): Span => ({ data: line })));
}

/** Nothing when there is nothing to read in it. */
export function given(value: string | null, max: number): Text {
  const cut = clip(value ?? '', max);
  return cut === '' ? [] : [{ data: cut }];
}

/** Parts that are empty are left out, and so are their separators. */
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
