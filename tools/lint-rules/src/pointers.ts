/**
 * Finds what documents and comments point to: paths, links, and names of code between backticks.
 * Pure. A path may be whole or only its end (`alerts/step.ts`); a name exists if code has it outside
 * of comments.
 */
import { posix } from 'node:path';
import { commentsIn } from './source.ts';

export interface Pointer {
  readonly kind: 'path' | 'name' | 'link';
  /** The pointer as it is written. */
  readonly says: string;
  /** The line, counted from 1. */
  readonly line: number;
}

const extensions = 'ts|mjs|md|json|jsonc|yaml|svg|png';
const pathShape = new RegExp(`^[\\w@./{},*-]+\\.(?:${extensions})$`);
/** Matches a path in a known folder, or with a slash at its end. */
const folderShape = /^(?:(?:apps|libs|tools|docs|\.ci)\/[\w@./{},*-]*|[a-z][\w.-]*(?:\/[\w.-]+)*\/)$/;
/**
 * Matches a name of code: a word with a capital letter inside or with underscores, also in a call or as a field. Any
 * other word in backticks may be something that a person types, or a word of Slack or the DMS.
 */
const nameShape =
  /^(?:[a-z]+(?:[A-Z][a-z0-9]*)+|(?:[A-Z][a-z0-9]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z]+(?:_[a-z0-9]+)+)$/;

/** Returns everything that a text points to by backticks or links. A span with several words points to nothing. */
export function pointersOf(file: string, text: string): Pointer[] {
  return file.endsWith('.md') ? inMarkdown(text) : inComments(file, text);
}

function inMarkdown(text: string): Pointer[] {
  // Replaces fenced samples by blanks, and keeps the number of lines.
  const prose = text.replaceAll(/^ *```[^\n]*\n[\s\S]*?^ *```$/gm, (fence) => fence.replaceAll(/[^\n]/g, ''));
  const links = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].flatMap(({ 1: says = '', index }) =>
    /^[a-z]+:/.test(says) ? [] : [{ kind: 'link' as const, says, line: lineAt(prose, index) }],
  );
  return [...spans(prose, 0, prose), ...links];
}

function inComments(file: string, text: string): Pointer[] {
  if (!text.includes('`')) return [];
  return commentsIn(file, text).flatMap(({ value, start }) => spans(value, start, text));
}

function spans(part: string, start: number, text: string): Pointer[] {
  return [...part.matchAll(/`([^`\n]+)`/g)].flatMap(({ 1: says = '', index }) => {
    const kind = kindOf(says);
    return kind === null ? [] : [{ kind, says, line: lineAt(text, start + index) }];
  });
}

function kindOf(says: string): 'path' | 'name' | null {
  if (pathShape.test(says) || folderShape.test(says)) return 'path';
  return nameShape.test(lastOf(says)) ? 'name' : null;
}

/** Returns `idOf` for `idOf()` and for `lead.idOf`. */
export function lastOf(says: string): string {
  return /(?:^|\.)(\w+)(?:\(\))?$/.exec(says)?.[1] ?? '';
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/**
 * Whether such a file or folder exists. A path with braces stands for several paths, and all of them must exist.
 * `names`: all files and folders of the tree, each after a slash.
 */
export function isPath(says: string, file: string, names: string): boolean {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/.exec(says);
  if (braces !== null) {
    const [, before = '', inside = '', after = ''] = braces;
    return inside.split(',').every((one) => isPath(`${before}${one}${after}`, file, names));
  }
  const places = [says, posix.join(posix.dirname(file), says)];
  return places.some((place) => {
    const plain = posix.normalize(place).replace(/^\/+|\/+$/g, '');
    return new RegExp(`/${patternOf(plain)}(?:/|$)`, 'm').test(names);
  });
}

function patternOf(path: string): string {
  return path
    .replaceAll(/[.+^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('**/', '(?:.+/)?')
    .replaceAll(/(?<!\.)\*|(?<=\\\.)\*/g, '[^/\n]*');
}

/** Returns the anchors that code hosts make for a page's headings. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = markdown.matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map(([, title = '']) =>
      title
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
