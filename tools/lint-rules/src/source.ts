/** Reads one source file: its imports, and the effects that it uses. Pure. */
import { parseSync } from 'rolldown/utils';

export interface Use {
  readonly what: string;
  /** The line, counted from 1. */
  readonly line: number;
}

export interface Source {
  readonly imports: readonly Use[];
  readonly effects: readonly Use[];
  readonly hasHeader: boolean;
  /** The file's comments and the titles of its tests. */
  readonly prose: readonly Prose[];
}

/** A text that people read. `other`: a text of the code, or a line of a document. */
export interface Prose {
  readonly kind: 'comment' | 'title' | 'other';
  readonly text: string;
  /** The line, counted from 1. */
  readonly line: number;
}

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const effectGlobals = new Set([
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'console',
  'performance',
  'crypto',
]);
const effectMembers = new Set(['Date.now', 'Math.random']);

/** Cached by text, because a test checks the whole workspace again for each violation that it plants. */
const sources = new Map<string, Source>();

/** Throws if the file can't be parsed. */
export function readSource(file: string, text: string): Source {
  const known = sources.get(text);
  if (known !== undefined) return known;
  const source = sourceOf(file, text);
  sources.set(text, source);
  return source;
}

/** Returns the file's syntax tree. Throws if the file can't be parsed. */
export function parse(file: string, text: string): Node {
  return toNode(parsedOrThrow(file, text).program);
}

/** Returns the text of every comment, and where it begins. Throws if the file can't be parsed. */
export function commentsIn(file: string, text: string): { readonly value: string; readonly start: number }[] {
  // Skips the two characters that open a comment, of either kind.
  return parsedOrThrow(file, text).comments.map(({ value, start }) => ({ value, start: start + 2 }));
}

export function isCode(file: string): boolean {
  return /\.(?:ts|mjs)$/.test(file) && !file.includes('/out/');
}

/** Returns every word outside of comments, also those inside texts: a setting, a column, a key of JSON. */
export function wordsOfCode(file: string, text: string): ReadonlySet<string> {
  const code = commentsIn(file, text).reduceRight(
    (rest, { value, start }) => rest.slice(0, start) + rest.slice(start + value.length),
    text,
  );
  return new Set(code.match(/\w+/g));
}

function sourceOf(file: string, text: string): Source {
  const parsed = parsedOrThrow(file, text);
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const imports: Use[] = [
    ...staticImports.map(({ start, moduleRequest }) => ({ what: moduleRequest.value, line: lineAt(start) })),
    ...staticExports.flatMap(({ start, entries }) =>
      entries.flatMap(({ moduleRequest }) =>
        moduleRequest ? [{ what: moduleRequest.value, line: lineAt(start) }] : [],
      ),
    ),
    ...dynamicImports.flatMap(({ start, moduleRequest }) => {
      const written = text.slice(moduleRequest.start, moduleRequest.end);
      return /^['"].*['"]$/.test(written) ? [{ what: written.slice(1, -1), line: lineAt(start) }] : [];
    }),
  ];
  const effects: Use[] = [];
  const prose: Prose[] = parsed.comments.map(({ start, value }) => ({
    kind: 'comment',
    text: value,
    line: lineAt(start),
  }));
  walk(toNode(parsed.program), null, (node, parent) => {
    const effect = effectOf(node, parent);
    if (effect !== null) effects.push({ what: effect, line: lineAt(node.start) });
    const title = titleOf(node);
    if (title !== null) prose.push({ kind: 'title', text: title, line: lineAt(node.start) });
  });
  return { imports, effects, hasHeader: text.trimStart().startsWith('/**'), prose };
}

/** Returns the title of a call of `test`, `it.each(…)` and the like; null for any other node. */
function titleOf(node: Node): string | null {
  if (node.type !== 'CallExpression' || !['it', 'test', 'describe'].includes(calledName(node))) return null;
  const [title] = node['arguments'] as readonly Node[];
  if (title?.type === 'Literal') return typeof title['value'] === 'string' ? title['value'] : null;
  if (title?.type !== 'TemplateLiteral') return null;
  return (title['quasis'] as readonly { readonly value: { readonly raw: string } }[])
    .map(({ value }) => value.raw)
    .join('…');
}

/** Returns `it` for `it(…)`, `it.each(…)` and `it.each(…)(…)`. */
function calledName(node: unknown): string {
  const { type, callee, object } = (node ?? {}) as {
    readonly type?: string;
    readonly callee?: unknown;
    readonly object?: unknown;
  };
  if (type === 'CallExpression') return calledName(callee);
  return type === 'MemberExpression' ? calledName(object) : nameOf(node);
}

function parsedOrThrow(file: string, text: string): ReturnType<typeof parseSync> {
  const parsed = parseSync(file, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${file} does not parse: ${error.message}`);
  return parsed;
}

function effectOf(node: Node, parent: Node | null): string | null {
  if (node.type === 'MemberExpression') {
    // `globalThis.Date.now` and `globalThis.fetch` are the same functions as those without
    // `globalThis`.
    if (isGlobalThis(node['object']))
      return effectGlobals.has(nameOf(node['property'])) ? nameOf(node['property']) : null;
    const path = `${lastName(node['object'])}.${nameOf(node['property'])}`;
    return effectMembers.has(path) ? path : null;
  }
  if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date' && isEmpty(node['arguments']))
    return 'new Date()';
  if (node.type !== 'Identifier' || parent === null) return null;
  const isName =
    (parent.type === 'CallExpression' && parent['callee'] === node) ||
    (parent.type === 'MemberExpression' && parent['object'] === node) ||
    (parent.type === 'NewExpression' && parent['callee'] === node);
  return isName && effectGlobals.has(nameOf(node)) ? nameOf(node) : null;
}

function isGlobalThis(node: unknown): boolean {
  return ['globalThis', 'global'].includes(nameOf(node));
}

/** Returns `Date` for `Date` and for `globalThis.Date`. */
function lastName(node: unknown): string {
  const member = node as { type?: string; object?: unknown; property?: unknown };
  return member.type === 'MemberExpression' && isGlobalThis(member.object) ? nameOf(member.property) : nameOf(node);
}

/** Returns the name of an identifier; an empty text for any other node. */
export function nameOf(node: unknown): string {
  const named = node as { type?: string; name?: string } | null;
  return named?.type === 'Identifier' ? (named.name ?? '') : '';
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

export function walk(node: Node, parent: Node | null, visit: (node: Node, parent: Node | null) => void): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    // Written for speed: most values are numbers and texts.
    if (typeof value !== 'object' || value === null) continue;
    if (isNode(value)) walk(value, node, visit);
    else if (Array.isArray(value)) for (const child of value) if (isNode(child)) walk(child, node, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';
}

function toNode(program: object): Node {
  return program as Node;
}
