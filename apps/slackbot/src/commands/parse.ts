/**
 * Parses the text after `/leads`: it begins with a subcommand or a period, and has filters and flags anywhere. Pure. A
 * line in another form is parsed as a person's own words. If words are not understood, the reply is a sentence with the
 * nearest valid command.
 */
import { foldWord, periodKind } from '@leadbell/domain';
import { wordFor } from '@leadbell/i18n';
import type { Complaint, ParseContext } from '../queries/query.ts';
import type { Command, Parsed, Words } from './command.ts';
import { readFreely } from './free-line.ts';
import { isGreeting } from './greeting.ts';
import { nearest } from './nearest.ts';
import { type LineReaders, otherForms } from './other-forms.ts';
import { quotedKnown, repairs } from './repairs.ts';
import { type Scanned, scan, typedFilters } from './scan.ts';

export function parseWords(text: string, context: ParseContext, commands: readonly Command[]): Parsed {
  const scanned = scan(text, context.messages);
  if (!scanned.ok) return complain(ifItWorks(scanned.complaint, context, commands));
  const line = scanned.scanned;
  const parsed = parseScanned(line, context, commands);
  if (parsed.ok) return parsed;
  if (isGreeting(line.words)) return mustFind('help', commands).parse({ rest: '', filters: {}, share: false }, context);
  const other = readOtherwise(line, context, commands);
  if (other?.ok === true) return other;
  for (const { words, scanned: kept = line, was } of repairs(line, readersOf(context, commands))) {
    const suggestion = withFilters(words.join(' '), kept, context);
    if (!isUnderstood(suggestion, context, commands)) continue;
    return complain({ sentence: context.messages.complaints.unknownWords(was, suggestion), suggestion });
  }
  return complain(explained(other, parsed.complaint, line, { context, commands }));
}

/**
 * Parses the line in another form, or as the person's own words. Null if the line names a command whose words have a
 * fixed order.
 */
function readOtherwise(line: Scanned, context: ParseContext, commands: readonly Command[]): Parsed | null {
  const readers = readersOf(context, commands);
  for (const form of otherForms(line, context, readers)) {
    const other = parseScanned(form, context, commands);
    if (other.ok) return other;
  }
  const quoted = quotedKnown(line, context);
  if (quoted === null) return readFreely(line, context, readers);
  const suggestion = withFilters(quoted.words.join(' '), quoted.scanned ?? line, context);
  return complain({ sentence: context.messages.complaints.unknownWords(quoted.was, suggestion), suggestion });
}

function readersOf(context: ParseContext, commands: readonly Command[]): LineReaders {
  return {
    find: (word) => findCommand(word, commands),
    parse: (one) => parseScanned(one, context, commands),
    nearestFree: (word) => nearestFree(word, commands),
  };
}

/** A complaint about the person's own words has priority over a complaint about the nearest command. */
function explained(
  other: Parsed | null,
  strict: Complaint,
  scanned: Scanned,
  { context, commands }: { readonly context: ParseContext; readonly commands: readonly Command[] },
): Complaint {
  const near = nearestCommand(scanned.words, context, commands);
  const own = other?.ok === false ? other.complaint : null;
  if (own !== null && (near === null || own.isStrange !== true)) return ifItWorks(own, context, commands);
  const complaint = near ?? strict;
  const { suggestion } = complaint;
  if (suggestion === undefined) return complaint;
  // Also try without the status, because it may be the filter that was misread.
  const { status: _status, ...filters } = scanned.filters;
  const whole = [scanned, { ...scanned, filters }].map((kept) => withFilters(suggestion, kept, context));
  const right = whole.find((text) => isUnderstood(text, context, commands));
  return right === undefined && near !== null && own !== null
    ? own
    : ifItWorks({ ...complaint, suggestion: right ?? suggestion }, context, commands);
}

/** Removes a suggestion that would only cause another complaint. */
function ifItWorks(complaint: Complaint, context: ParseContext, commands: readonly Command[]): Complaint {
  const { suggestion, ...rest } = complaint;
  return suggestion === undefined || isUnderstood(suggestion, context, commands) ? complaint : rest;
}

function isUnderstood(text: string, context: ParseContext, commands: readonly Command[]): boolean {
  const scanned = scan(text, context.messages);
  if (!scanned.ok) return false;
  const parsed = parseScanned(scanned.scanned, context, commands);
  return parsed.ok || readOtherwise(scanned.scanned, context, commands)?.ok === true;
}

function parseScanned(scanned: Scanned, context: ParseContext, commands: readonly Command[]): Parsed {
  const { words, filters, share, error } = scanned;
  const [first = '', ...others] = words;
  const named = findCommand(first, commands);
  if (error !== undefined)
    return named?.takesError === true
      ? named.parse({ rest: others.join(' '), filters, share, error }, context)
      : complain({ sentence: context.messages.complaints.errorElsewhere });
  if (named !== undefined && !isLongerPeriod(words, context)) {
    return named.parse({ rest: others.join(' '), filters, share, name: first }, context);
  }
  const asked: Words = { rest: words.join(' '), filters, share };
  return asked.rest === '' ? parseBare(asked, context, commands) : mustFind('period', commands).parse(asked, context);
}

/** Parses a line without words. Such a line asks for help, or for today's leads if it has filters or `--share`. */
function parseBare(words: Words, context: ParseContext, commands: readonly Command[]): Parsed {
  const wantsLeads = words.share || Object.keys(words.filters).length > 0;
  return mustFind(wantsLeads ? 'today' : 'help', commands).parse(words, context);
}

/**
 * Some words both name a command and begin a period (`اليوم`, `today`). The period wins when it
 * parses as a whole.
 */
function isLongerPeriod(words: readonly string[], context: ParseContext): boolean {
  return words.length > 1 && periodKind(words.join(' '), context) === 'period';
}

/** A complaint if the first word is close to a command's name, as in `eror yesterday`. */
function nearestCommand(
  words: readonly string[],
  context: ParseContext,
  commands: readonly Command[],
): Complaint | null {
  const [first = '', ...others] = words;
  if (findCommand(first, commands) !== undefined) return null;
  const known = foldedNames(commands);
  const near = known.get(nearest(foldWord(first), known.keys()) ?? '');
  if (near === undefined) return null;
  const name = wordFor(context.messages.tag, [near.name, ...namesOf(near.command)]);
  const suggestion = [name, ...others].join(' ');
  return { sentence: context.messages.complaints.unknownWords(words.join(' '), suggestion), suggestion };
}

function nearestFree(word: string, commands: readonly Command[]): Command | null {
  const free = commands.filter(({ takesFreeWords }) => takesFreeWords === true);
  const known = new Map(free.flatMap((command) => namesOf(command).map((name) => [foldWord(name), command] as const)));
  return known.get(nearest(foldWord(word), known.keys()) ?? '') ?? null;
}

/** Adds to the suggestion the filters and flags that were understood. */
function withFilters(text: string, { filters, share }: Scanned, { messages }: ParseContext): string {
  return [text, ...typedFilters(filters, messages.tag), ...(share ? ['--share'] : [])].join(' ');
}

function findCommand(word: string, commands: readonly Command[]): Command | undefined {
  return foldedNames(commands).get(foldWord(word))?.command;
}

interface Named {
  readonly name: string;
  readonly command: Command;
}

/** The names are cached, because each line is tried in many forms. */
const namesKept = new WeakMap<readonly Command[], ReadonlyMap<string, Named>>();

function foldedNames(commands: readonly Command[]): ReadonlyMap<string, Named> {
  const kept = namesKept.get(commands);
  if (kept !== undefined) return kept;
  const names = new Map<string, Named>();
  for (const command of commands)
    for (const name of namesOf(command)) {
      const folded = foldWord(name);
      if (!names.has(folded)) names.set(folded, { name, command });
    }
  namesKept.set(commands, names);
  return names;
}

function namesOf(command: Command): readonly string[] {
  return [command.name, ...command.synonyms];
}

function mustFind(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}

function complain(complaint: Complaint): Parsed {
  return { ok: false, complaint };
}
