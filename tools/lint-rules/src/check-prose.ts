/** Plain English, checked: comments, test titles, words files and documents contain no phrase of `phrases.ts`. Pure. */
import {
  allowedPhrases,
  type Exception,
  type Phrase,
  plainPlaces,
  unclearBeginnings,
  unclearPhrases,
} from './phrases.ts';
import { type Files, holds, isSource } from './places.ts';
import { parse, type Prose, readSource, walk } from './source.ts';
import type { Violation } from './violation.ts';

interface Found extends Phrase {
  readonly phrase: string;
  readonly line: number;
}

const anywhere = new RegExp(`\\b(?:${sourcesOf(unclearPhrases)})\\b`, 'gi');
const beginnings: Readonly<Record<Prose['kind'], RegExp | null>> = {
  comment: new RegExp(`(?<=^[*\\s]*|[.:] )(?:${sourcesOf(unclearBeginnings)})\\b`, 'g'),
  title: new RegExp(
    `^(?:${sourcesOf(unclearBeginnings.filter(({ isFineInTitles }) => isFineInTitles !== true))})\\b`,
    'gi',
  ),
  other: null,
};

export function checkProse(
  files: Files,
  places: readonly string[] = plainPlaces,
  allowed: readonly Exception[] = allowedPhrases,
): Violation[] {
  const violations: Violation[] = [];
  const used = new Set<Exception>();
  for (const [file, text] of files) {
    if (file.endsWith('.d.ts') || !places.some((place) => holds(place, file))) continue;
    for (const { phrase, line, write } of phrasesIn(file, text)) {
      const exception = allowed.find((one) => one.file === file && one.phrase === phrase);
      if (exception === undefined)
        violations.push({ file, line, rule: 'prose', says: `“${phrase}” is hard to read: ${write}` });
      else used.add(exception);
    }
  }
  for (const exception of allowed)
    if (files.has(exception.file) && !used.has(exception))
      violations.push({
        file: exception.file,
        line: 1,
        rule: 'prose',
        says: `no longer has “${exception.phrase}”: take it off the exceptions in phrases.ts`,
      });
  return violations;
}

/** The latest result for each file: a test checks the whole workspace for each violation that it plants. */
const known = new Map<string, { readonly text: string; readonly found: readonly Found[] }>();

function phrasesIn(file: string, text: string): readonly Found[] {
  const before = known.get(file);
  if (before?.text === text) return before.found;
  const found = proseOf(file, text).flatMap((prose) => {
    const atBeginning = beginnings[prose.kind];
    return [
      ...matches(prose, anywhere, unclearPhrases),
      ...(atBeginning === null ? [] : matches(prose, atBeginning, unclearBeginnings)),
    ];
  });
  const sorted = found.toSorted((a, b) => a.line - b.line);
  known.set(file, { text, found: sorted });
  return sorted;
}

function proseOf(file: string, text: string): readonly Prose[] {
  if (file.endsWith('.md')) return documentLines(text);
  if (!isSource(file)) return [];
  const { prose } = readSource(file, text);
  return /\/words(?:\/|\.)/.test(file) ? [...prose, ...stringsIn(file, text)] : prose;
}

/** Prose of a document, without fenced and inline code. */
function documentLines(text: string): readonly Prose[] {
  let isCode = false;
  return text.split('\n').flatMap((line, at) => {
    const isFence = /^\s*```/.test(line);
    if (isFence) isCode = !isCode;
    return isFence || isCode ? [] : [{ kind: 'other', text: line, line: at + 1 }];
  });
}

function stringsIn(file: string, text: string): readonly Prose[] {
  const found: Prose[] = [];
  walk(parse(file, text), null, (node) => {
    const { value } = node as { readonly value?: unknown };
    const words = node.type === 'TemplateElement' ? (value as { readonly raw: string }).raw : value;
    if ((node.type === 'Literal' || node.type === 'TemplateElement') && typeof words === 'string')
      found.push({ kind: 'other', text: words, line: text.slice(0, node.start).split('\n').length });
  });
  return found;
}

function matches({ text, line }: Prose, pattern: RegExp, phrases: readonly Phrase[]): readonly Found[] {
  // Names in code are not prose, and neither is the margin of a comment.
  const plain = text.replace(/`[^`\n]*`/g, (code) => '`'.repeat(code.length)).replace(/\n[ \t]*\*? ?/g, '\n');
  const flat = plain.replaceAll('\n', ' ');
  return [...flat.matchAll(pattern)].flatMap(({ 0: phrase, index }) => {
    const own = phrases.find((one) => new RegExp(`^(?:${one.pattern.source})$`, 'i').test(phrase));
    return own === undefined ? [] : [{ ...own, phrase, line: line + plain.slice(0, index).split('\n').length - 1 }];
  });
}

function sourcesOf(phrases: readonly Phrase[]): string {
  return phrases.map(({ pattern }) => pattern.source).join('|');
}
