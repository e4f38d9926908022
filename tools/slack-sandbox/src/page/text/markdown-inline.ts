/** Parses Markdown within a paragraph: emphasis, code, links, images (as links), line breaks, escapes. Pure. */
import type { Inline } from './inline.ts';
import { isSafeUrl } from './reference.ts';

const pieces: readonly [RegExp, (match: RegExpExecArray, depth: number) => Inline | undefined][] = [
  [/\\([!-/:-@[-`{-~])/y, ([, character = '']) => ({ kind: 'text', text: character })],
  [
    /(`+)([^]*?[^`])\1(?!`)/y,
    ([, , code = '']) => ({ kind: 'code', text: code.replaceAll('\n', ' ').replace(/^ (.+) $/, '$1') }),
  ],
  [/!\[([^\]]*)\]\(([^\s)]+)(?: +"[^"]*")?\)/y, ([, alt = '', url = '']) => ({ kind: 'image', url, alt })],
  [
    /\[((?:[^[\]]|\[[^[\]]*\])*)\]\(([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?: +"[^"]*")?\)/y,
    ([, label = '', url = ''], depth) => ({ kind: 'link', url, children: inner(label, depth) }),
  ],
  [
    /<(https?:\/\/[^\s<>]+|mailto:[^\s<>]+)>/y,
    ([, url = '']) => ({ kind: 'link', url, children: [{ kind: 'text', text: url }] }),
  ],
  [/<@([\w-]+)(?:\|([^>]*))?>/y, ([, id = '']) => ({ kind: 'user', id })],
  [/<#([\w-]+)(?:\|([^>]*))?>/y, ([, id = '']) => ({ kind: 'channel', id })],
  [/\*\*(?=\S)([^]*?\S\*?)\*\*(?!\*)/y, ([, text = ''], depth) => ({ kind: 'bold', children: inner(text, depth) })],
  [/__(?=\S)([^]*?\S)__(?![\p{L}\p{N}])/uy, ([, text = ''], depth) => ({ kind: 'bold', children: inner(text, depth) })],
  [/~~(?=\S)([^]*?\S)~~/y, ([, text = ''], depth) => ({ kind: 'strike', children: inner(text, depth) })],
  [
    /\*(?=[^\s*])((?:[^*]|\*\*[^]*?\*\*)*[^\s*]|[^\s*])\*(?!\*)/y,
    ([, text = ''], depth) => ({ kind: 'italic', children: inner(text, depth) }),
  ],
  [
    /_(?=[^\s_])([^_]*[^\s_]|[^\s_])_(?![\p{L}\p{N}_])/uy,
    ([, text = ''], depth) => ({ kind: 'italic', children: inner(text, depth) }),
  ],
  [/:([a-z0-9_+'-]+):/y, ([, name = '']) => ({ kind: 'emoji', name })],
  [/(?: {2,}|\\)\n/y, () => ({ kind: 'break' })],
  // Slack keeps the line ends of a message.
  [/\n/y, () => ({ kind: 'break' })],
  [
    /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]}]/y,
    ([url]) => ({ kind: 'link', url, children: [{ kind: 'text', text: url }] }),
  ],
];

const starts = new Set('\\`![<*_~: \nh');
const deepest = 6;
const wordCharacter = /[\p{L}\p{N}]/u;

function inner(text: string, depth: number): Inline[] {
  return depth >= deepest ? [{ kind: 'text', text }] : parseMarkdownInline(text, depth + 1);
}

function allowed(node: Inline | undefined): node is Inline {
  return node !== undefined && !((node.kind === 'link' || node.kind === 'image') && !isSafeUrl(node.url));
}

function match(text: string, at: number, depth: number): { node: Inline; end: number } | undefined {
  const character = text[at] ?? '';
  if (!starts.has(character)) return undefined;
  // Leaves `snake_case` unchanged, and also words that contain `http` after other letters.
  if ((character === '_' || character === 'h') && wordCharacter.test(text[at - 1] ?? ' ')) return undefined;
  for (const [pattern, make] of pieces) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const node = found === null ? undefined : make(found, depth);
    if (found !== null && allowed(node)) return { node, end: at + found[0].length };
  }
  return undefined;
}

export function parseMarkdownInline(text: string, depth = 0): Inline[] {
  const made: Inline[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const found = match(text, at, depth);
    if (found === undefined) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    if (plain !== '') made.push({ kind: 'text', text: plain });
    plain = '';
    made.push(found.node);
    at = found.end;
  }
  if (plain !== '') made.push({ kind: 'text', text: plain });
  return made;
}
