/**
 * The targets that documents and comments point to: paths, links, and names of code between
 * backticks. Pure. A path is found whole or by its end (`alerts/step.ts`); a name is found when code
 * has it outside of comments.
 */
import { posix } from 'node:path';
import { commentsIn } from './source.ts';

export interface Pointer {
  readonly kind: 'path' | 'name' | 'link';
  /** In its written form. */
  readonly says: string;
  /** 1-based. */
  readonly line: number;
}

const extensions = 'ts|mjs|md|json|jsonc|yaml|svg|png';
const pathShape = new RegExp(`^[\\w@./{},*-]+\\.(?:${extensions})$`);
/** In a known folder, or with a slash at its end. */
const folderShape = /^(?:(?:apps|libs|tools|docs|\.ci)\/[\w@./{},*-]*|[a-z][\w.-]*(?:\/[\w.-]+)*\/)$/;
/** Two humps, or words joined by underscores; calls and fields too. Other words may be a person's, Slack's or the DMS's. */
const nameShape =
  /^(?:[a-z]+(?:[A-Z][a-z0-9]*)+|(?:[A-Z][a-z0-9]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[a-z]+(?:_[a-z0-9]+)+)$/;

/** Everything that a text between backticks points to. A span with several words points to nothing. */
export function pointersOf(file: string, text: string): Pointer[] {
  return file.endsWith('.md') ? inMarkdown(text) : inComments(file, text);
}

function inMarkdown(text: string): Pointer[] {
  // Blanks fenced samples, and keeps the number of lines.
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

/** `idOf` of `idOf()` and of `lead.idOf`. */
export function lastOf(says: string): string {
  return /(?:^|\.)(\w+)(?:\(\))?$/.exec(says)?.[1] ?? '';
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Is there such a file or folder, and with braces each of them? `names`: all of the tree, each after a slash. */
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

/** The anchors that a page's headings have, as hosts make them. */
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
