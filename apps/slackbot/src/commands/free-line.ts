/** Parses a line in a person's own words, or says which part is not understood. Pure. */
import { foldWord, soughtOf } from '@leadbell/domain';
import { wordFor } from '@leadbell/i18n';
import type { Complaint, ParseContext } from '../queries/query.ts';
import type { Parsed } from './command.ts';
import { corrected, type FreeReading, isOwnWord, readPieces, textOf, type Understood } from './free-reading.ts';
import { piecesOf } from './free-words.ts';
import { type LineReaders, withJoined, withoutSigns } from './other-forms.ts';
import { exportWords, greetings, otherWords } from './plain-words.ts';
import { type Scanned, scan } from './scan.ts';

/** A longer line is not a question about leads. */
const mostWords = 40;

/** Null if the line names a command whose words have a fixed order. */
export function readFreely(typed: Scanned, context: ParseContext, readers: LineReaders): Parsed | null {
  const scanned = withJoined(withoutSigns(typed), context, readers);
  const [first = ''] = scanned.words;
  const named = readers.find(first);
  if ((named !== undefined && named.takesFreeWords !== true) || scanned.error !== undefined) return null;
  if (scanned.words.length > mostWords) return { ok: false, complaint: strange([], context, readers) };
  const free = (word: string) => {
    const command = readers.find(word);
    return command?.takesFreeWords === true ? command : undefined;
  };
  const reading = readPieces(piecesOf(scanned.words, context, free), scanned, context);
  switch (reading.kind) {
    case 'read': {
      const read = parsed(reading.understood, context, readers);
      return read.ok ? read : null;
    }
    case 'complaint':
      return { ok: false, complaint: reading.complaint };
    case 'partly':
      return { ok: false, complaint: partly(reading, context, readers) };
    default:
      return { ok: false, complaint: strange(reading.unknown, context, readers) };
  }
}

/** Parses the line again in the command's own words, so that a button with these words does the same as the line. */
function parsed(understood: Understood, context: ParseContext, { parse }: LineReaders): Parsed {
  const { command, period, filters, share } = understood;
  const name = command === null || command.name === 'today' ? '' : command.name;
  const words = [name, period === '' && name === '' ? context.messages.typed.today : period].join(' ').split(' ');
  return parse({ words: words.filter((word) => word !== ''), filters, share, after: new Map() });
}

function partly(
  { unknown, understood, isContrary }: FreeReading & { readonly kind: 'partly' },
  context: ParseContext,
  readers: LineReaders,
): Complaint {
  const right = isContrary ? null : corrected(unknown, understood, context, readers);
  const suggestion = textOf(right ?? understood, context);
  const complaint: Complaint = {
    sentence: context.messages.complaints.unknownWords(unknown.join(' '), suggestion),
    suggestion,
  };
  if (!isRead(suggestion, context, readers)) return strange(unknown, context, readers);
  return right === null && !isContrary ? { ...complaint, ...searchFor(unknown, context, readers) } : complaint;
}

function strange(unknown: readonly string[], context: ParseContext, readers: LineReaders): Complaint {
  const say = context.messages.complaints;
  const nothing: Understood = { command: null, period: '', filters: {}, share: false };
  const right = unknown.length === 0 ? null : corrected(unknown, nothing, context, readers);
  if (right !== null) {
    const suggestion = textOf(right, context);
    if (isRead(suggestion, context, readers))
      return { sentence: say.unknownWords(unknown.join(' '), suggestion), suggestion };
  }
  const words = unknown.join(' ').split(' ').map(foldWord);
  const named = namedIn(words, context, readers);
  if (named !== null) return { sentence: say.unknownWords(unknown.join(' '), named), suggestion: named };
  const isExport = words.some((word) => exportWords.has(word));
  return {
    sentence: isExport ? say.exportInAlert : say.strange,
    isStrange: true,
    ...searchFor(unknown, context, readers),
  };
}

/** Finds the first word that names a command and can be typed alone, as in "send me a digest". */
function namedIn(words: readonly string[], context: ParseContext, readers: LineReaders): string | null {
  const { tag } = context.messages;
  const found = words.flatMap((word) => readers.find(word) ?? []);
  const typed = found.map(({ name, synonyms }) => wordFor(tag, [name, ...synonyms]));
  return typed.find((word) => isRead(word, context, readers)) ?? null;
}

function isRead(text: string, context: ParseContext, { parse }: LineReaders): boolean {
  const scanned = scan(text, context.messages);
  return scanned.ok && parse(scanned.scanned).ok;
}

/**
 * Offers to search for unknown words that may be a person's name, because they are neither a greeting nor anything else
 * that we know.
 */
function searchFor(
  unknown: readonly string[],
  { messages }: ParseContext,
  readers: LineReaders,
): Pick<Complaint, 'search'> {
  const text = unknown.join(' ');
  const words = text.split(' ').map(foldWord);
  const isName = words.every(
    (word) => !isOwnWord(word, readers) && !greetings.has(word) && !otherWords.has(word) && !exportWords.has(word),
  );
  const isPossible =
    isName && words.length <= 5 && readers.find(messages.typed.find) !== undefined && soughtOf(text) !== null;
  return isPossible ? { search: text } : {};
}
