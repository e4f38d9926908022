/**
 * Parses the text after `/leads`: a subcommand or a bare period first; filters and flags anywhere.
 * Pure. On the first word that is not understood, returns one sentence with the nearest valid form.
 */
import { foldWord, parsePeriod } from '@leadbell/domain';
import { wordFor } from '@leadbell/i18n';
import type { Complaint, ParseContext } from '../queries/query.ts';
import type { Command, Parsed, Words } from './command.ts';
import { filterNames } from './filter-words.ts';
import { nearest } from './nearest.ts';
import { scan, typedFilters } from './scan.ts';
import type { Scanned } from './scan.ts';

export function parseWords(text: string, context: ParseContext, commands: readonly Command[]): Parsed {
  const scanned = scan(text, context.messages);
  if (!scanned.ok) return scanned;
  const { words } = scanned.scanned;
  const parsed = parseScanned(scanned.scanned, context, commands);
  if (parsed.ok) return parsed;
  const say = context.messages.complaints;
  for (const repair of [joinedFilter, splitNumber]) {
    const repaired = repair(words, commands);
    if (repaired === null) continue;
    const suggestion = withFilters(repaired.words.join(' '), scanned.scanned, context);
    if (!isUnderstood(suggestion, context, commands)) continue;
    return complain({ sentence: say.unknownWords(repaired.was, suggestion), suggestion });
  }
  const near = nearestCommand(words, context, commands) ?? parsed.complaint;
  const { suggestion } = near;
  if (suggestion === undefined) return complain(near);
  // The misread filter can be the status itself.
  const { status: _status, ...filters } = scanned.scanned.filters;
  const whole = [scanned.scanned, { ...scanned.scanned, filters }].map((kept) =>
    withFilters(suggestion, kept, context),
  );
  const right = whole.find((text) => isUnderstood(text, context, commands));
  return complain({ ...near, suggestion: right ?? suggestion });
}

function isUnderstood(text: string, context: ParseContext, commands: readonly Command[]): boolean {
  const scanned = scan(text, context.messages);
  return scanned.ok && parseScanned(scanned.scanned, context, commands).ok;
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
    return named.parse({ rest: others.join(' '), filters, share }, context);
  }
  const asked: Words = { rest: words.join(' '), filters, share };
  return asked.rest === '' ? parseBare(asked, context, commands) : mustFind('period', commands).parse(asked, context);
}

/** Without words: help, or today's leads when filters or `--share` are present. */
function parseBare(words: Words, context: ParseContext, commands: readonly Command[]): Parsed {
  const wantsLeads = words.share || Object.keys(words.filters).length > 0;
  return mustFind(wantsLeads ? 'today' : 'help', commands).parse(words, context);
}

/**
 * Some words both name a command and begin a period (`اليوم`, `today`). The period wins when it
 * parses as a whole.
 */
function isLongerPeriod(words: readonly string[], context: ParseContext): boolean {
  return words.length > 1 && parsePeriod(words.join(' '), context).ok;
}

interface Repair {
  readonly words: readonly string[];
  /** As it was typed. */
  readonly was: string;
}

/** `brand KIA` for `brand:KIA`. */
function joinedFilter(words: readonly string[]): Repair | null {
  const index = words.findIndex((word) => filterNames.has(foldWord(word)));
  const [key, value] = words.slice(index, index + 2);
  if (index < 0 || key === undefined || value === undefined) return null;
  return { words: words.toSpliced(index, 2, `${key}:${value}`), was: `${key} ${value}` };
}

/** `bulk574` or `bulk#574` for `bulk 574`. */
function splitNumber([first = '', ...others]: readonly string[], commands: readonly Command[]): Repair | null {
  const [, name = '', digits = ''] = /^(\D+?)[#:.-]?(\d+)$/.exec(first) ?? [];
  if (findCommand(name, commands) === undefined) return null;
  return { words: [name, digits, ...others], was: first };
}

/** `eror yesterday`: the first word is close to a command's name. */
function nearestCommand(
  words: readonly string[],
  context: ParseContext,
  commands: readonly Command[],
): Complaint | null {
  const [first = '', ...others] = words;
  if (findCommand(first, commands) !== undefined) return null;
  const known = new Map(
    commands.flatMap((command) => namesOf(command).map((name) => [foldWord(name), { name, command }] as const)),
  );
  const near = known.get(nearest(foldWord(first), known.keys()) ?? '');
  if (near === undefined) return null;
  const name = wordFor(context.messages.tag, [near.name, ...namesOf(near.command)]);
  const suggestion = [name, ...others].join(' ');
  return { sentence: context.messages.complaints.unknownWords(words.join(' '), suggestion), suggestion };
}

/** Keeps the filters and flags that were understood in the suggestion. */
function withFilters(text: string, { filters, share }: Scanned, { messages }: ParseContext): string {
  return [text, ...typedFilters(filters, messages.tag), ...(share ? ['--share'] : [])].join(' ');
}

function findCommand(word: string, commands: readonly Command[]): Command | undefined {
  const folded = foldWord(word);
  return commands.find((command) => namesOf(command).some((name) => foldWord(name) === folded));
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
