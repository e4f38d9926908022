/** Spans put together. Pure. */
import { clip } from '../locales/clip.ts';
import type { Span, Text } from '../slack/card.ts';

export { clip } from '../locales/clip.ts';

type Style = 'bold' | 'italic' | 'code';

export const newLine: Span = { lineBreak: true };

export function words(text: string, style?: Style): Span {
  return style === undefined ? { words: text } : { words: text, style };
}

/** Text from outside, cut to `max` characters: one lead must not fill a message. */
export function data(text: string, max: number, style?: Style): Span {
  const cut = clip(text, max);
  return style === undefined ? { data: cut } : { data: cut, style };
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
