/**
 * Parses Slack's mrkdwn: `*bold* _italic_ ~strike~ `code``, fences, quotes, `<…>` references,
 * `:emoji:`, `&amp; &lt; &gt;`. Pure; never throws.
 */
import type { Inline } from './inline.ts';
import { parseReference } from './reference.ts';

export type Paragraph =
  | { kind: 'lines'; lines: Inline[][] }
  | { kind: 'quote'; lines: Inline[][] }
  | { kind: 'pre'; text: string };

const marks = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Mark = keyof typeof marks;

export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export function parseMrkdwn(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  // Splits the text only at pairs of fences, because an unpaired fence at the end is text.
  for (const [at, part] of text.split(/```([^]*?)```/).entries()) {
    if (at % 2 === 1) paragraphs.push({ kind: 'pre', text: preformatted(part) });
    else paragraphs.push(...prose(part, at > 0));
  }
  return paragraphs;
}

function preformatted(text: string): string {
  const plain = text.replaceAll(/<([^<>\n]+)>/g, (all, inner: string) => {
    if (!/^(https?:|mailto:|tel:)/i.test(inner)) return all;
    return inner.split('|').at(-1) ?? inner;
  });
  return unescapeText(plain).replace(/^\n/, '').replace(/\n$/, '');
}

function prose(text: string, afterFence: boolean): Paragraph[] {
  const trimmed = (afterFence ? text.replace(/^[ \t]*\n/, '') : text).replace(/\n$/, '');
  if (trimmed.trim() === '') return [];
  const found: Paragraph[] = [];
  let quoteRest = false;
  for (const line of trimmed.split('\n')) {
    quoteRest ||= /^(&gt;|>){3}/.test(line);
    const quoted = quoteRest || /^(&gt;|>)/.test(line);
    const kind = quoted ? 'quote' : 'lines';
    const inner = quoted ? line.replace(/^(?:(?:&gt;|>){3}|&gt;|>) ?/, '') : line;
    const last = found.at(-1);
    if (last !== undefined && last.kind === kind) last.lines.push(parseInline(inner));
    else found.push({ kind, lines: [parseInline(inner)] });
  }
  return found;
}

const wordCharacter = /[\p{L}\p{N}]/u;

function opens(text: string, at: number): boolean {
  const before = text[at - 1] ?? ' ';
  const after = text[at + 1] ?? ' ';
  return !wordCharacter.test(before) && before !== text[at] && !/\s/.test(after) && after !== text[at];
}

function closes(text: string, at: number): boolean {
  return !/\s/.test(text[at - 1] ?? ' ') && !wordCharacter.test(text[at + 1] ?? ' ') && text[at + 1] !== text[at];
}

/** Returns the end of a reference or code span that starts at `at`; marks inside it close nothing. */
function skip(text: string, at: number): number {
  if (text[at] !== '<' && text[at] !== '`') return at;
  const end = text.indexOf(text[at] === '<' ? '>' : '`', at + 1);
  return end < 0 ? at : end;
}

function closingMark(text: string, from: number, mark: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === mark && at > from && closes(text, at)) return at;
    at = skip(text, at);
  }
  return -1;
}

/** Parses one line. `within`: the marks that are open, because a mark can't be nested in itself. */
export function parseInline(line: string, within: ReadonlySet<string> = new Set()): Inline[] {
  const made: Inline[] = [];
  const hopeless = new Set(within);
  let plain = '';
  let at = 0;
  function add(node: Inline, end: number): void {
    if (plain !== '') made.push({ kind: 'text', text: unescapeText(plain) });
    plain = '';
    made.push(node);
    at = end;
  }
  while (at < line.length) {
    const character = line[at] ?? '';
    if (character in marks && !hopeless.has(character) && opens(line, at)) {
      const end = closingMark(line, at + 1, character);
      if (end > 0) {
        const children = parseInline(line.slice(at + 1, end), new Set([...within, character]));
        add({ kind: marks[character as Mark], children }, end + 1);
        continue;
      }
      // If no closing mark follows here, none follows later in the line either.
      hopeless.add(character);
    }
    const found = special(line, at);
    if (found === undefined) {
      plain += character;
      at += 1;
    } else add(found.node, found.end);
  }
  if (plain !== '') made.push({ kind: 'text', text: unescapeText(plain) });
  return made;
}

const atCode = /`([^`\n]+)`/y;
const atReference = /<([^<>\n]+)>/y;
const atEmoji = /:([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?/y;
const atUrl = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]}»”]/y;

function matchAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

function special(line: string, at: number): { node: Inline; end: number } | undefined {
  switch (line[at]) {
    case '`': {
      const match = matchAt(atCode, line, at);
      if (match === null) return undefined;
      const end = at + match[0].length;
      return { node: { kind: 'code', text: unescapeText(match[1] ?? '') }, end };
    }
    case '<': {
      const match = matchAt(atReference, line, at);
      const node = match === null ? undefined : parseReference(match[1] ?? '', parseInline, unescapeText);
      return node === undefined ? undefined : { node, end: at + (match?.[0].length ?? 0) };
    }
    case ':': {
      const match = matchAt(atEmoji, line, at);
      return match === null ? undefined : { node: { kind: 'emoji', name: match[1] ?? '' }, end: at + match[0].length };
    }
    case 'h': {
      const match = wordCharacter.test(line[at - 1] ?? ' ') ? null : matchAt(atUrl, line, at);
      if (match === null) return undefined;
      const url = unescapeText(match[0]);
      return { node: { kind: 'link', url, children: [{ kind: 'text', text: url }] }, end: at + match[0].length };
    }
    default:
      return undefined;
  }
}
