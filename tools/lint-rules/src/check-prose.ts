/**
 * Checks for plain English: comments, test titles, texts in code and documents contain no phrase of
 * `phrases.ts`. Pure.
 */
import { allowedPhrases, type Exception, type Phrase, unclearBeginnings, unclearPhrases } from './phrases.ts';
import { type Files, isTest } from './places.ts';
import { isCode, parse, type Prose, readSource, walk } from './source.ts';
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

export function checkProse(files: Files, allowed: readonly Exception[] = allowedPhrases): Violation[] {
  const violations: Violation[] = [];
  for (const [file, text] of files) {
    if (file.endsWith('.d.ts')) continue;
    for (const { phrase, line, write } of phrasesIn(file, text, allowed))
      violations.push({ file, line, rule: 'prose', says: `“${phrase}” is hard to read: ${write}` });
  }
  for (const { file, phrase } of allowed)
    if (files.get(file)?.includes(phrase) === false)
      violations.push({
        file,
        line: 1,
        rule: 'prose',
        says: `no longer has “${phrase}”: take it off the exceptions in phrases.ts`,
      });
  return violations;
}

/** This file contains the phrases themselves. */
const list = 'tools/lint-rules/src/phrases.ts';

/**
 * Caches the latest result for each file, because a test checks the whole workspace again for each violation that it
 * plants.
 */
const known = new Map<
  string,
  { readonly text: string; readonly allowed: readonly Exception[]; readonly found: readonly Found[] }
>();

function phrasesIn(file: string, text: string, allowed: readonly Exception[]): readonly Found[] {
  const before = known.get(file);
  if (before?.text === text && before.allowed === allowed) return before.found;
  const own = allowed.filter((exception) => exception.file === file);
  const found = proseOf(file, text).flatMap((prose) => {
    const atBeginning = beginnings[prose.kind];
    const checked = own.reduce(without, prose);
    return [
      ...matches(checked, anywhere, unclearPhrases),
      ...(atBeginning === null ? [] : matches(checked, atBeginning, unclearBeginnings)),
    ];
  });
  const sorted = found.toSorted((a, b) => a.line - b.line);
  known.set(file, { text, allowed, found: sorted });
  return sorted;
}

function without(prose: Prose, { phrase }: Exception): Prose {
  return { ...prose, text: prose.text.replaceAll(phrase, '`'.repeat(phrase.length)) };
}

function proseOf(file: string, text: string): readonly Prose[] {
  if (file.endsWith('.md')) return documentLines(text);
  if (!isCode(file)) return [];
  const { prose } = readSource(file, text);
  return isTest(file) || file === list ? prose : [...prose, ...sentencesIn(file, text)];
}

/** Returns the lines of a document, without code. */
function documentLines(text: string): readonly Prose[] {
  let isCode = false;
  return text.split('\n').flatMap((line, at) => {
    const isFence = /^\s*```/.test(line);
    if (isFence) isCode = !isCode;
    return isFence || isCode ? [] : [{ kind: 'other', text: line, line: at + 1 }];
  });
}

/**
 * Returns the texts in the code that are meant for people. Outside of words files, a single word is a key or a name,
 * not a text.
 */
function sentencesIn(file: string, text: string): readonly Prose[] {
  const isOfWords = /\/words(?:\/|\.)/.test(file);
  const found: Prose[] = [];
  walk(parse(file, text), null, (node) => {
    const { value } = node as { readonly value?: unknown };
    const words = node.type === 'TemplateElement' ? (value as { readonly raw: string }).raw : value;
    if (node.type !== 'Literal' && node.type !== 'TemplateElement') return;
    if (typeof words === 'string' && (isOfWords || words.trim().includes(' ')))
      found.push({ kind: 'other', text: words, line: text.slice(0, node.start).split('\n').length });
  });
  return found;
}

function matches({ text, line }: Prose, pattern: RegExp, phrases: readonly Phrase[]): readonly Found[] {
  // Names in code are not prose, nor is the margin of a comment.
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
