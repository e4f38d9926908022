/** Helpers that build text from spans. Pure. */
import { clip } from '@leadbell/i18n';
import type { Span, Text } from '@leadbell/slack-kit';

export { clip } from '@leadbell/i18n';

type Style = 'bold' | 'italic' | 'code';

const newLine: Span = { lineBreak: true };

export function words(text: string, style?: Style): Span {
  return style === undefined ? { words: text } : { words: text, style };
}

/** External text, cut to `max` characters so a single lead cannot fill a message. */
export function data(text: string, max: number, style?: Style): Span {
  const cut = clip(text, max);
  return style === undefined ? { data: cut } : { data: cut, style };
}

/** The same with line breaks kept and empty lines removed. */
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

/** Null when the text has nothing readable. */
export function given(value: string | null, max: number): Text {
  const cut = clip(value ?? '', max);
  return cut === '' ? [] : [{ data: cut }];
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
