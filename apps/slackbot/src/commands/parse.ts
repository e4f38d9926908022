/**
 * The words after `/leads`, understood: a subcommand first, or a bare period; filters and flags anywhere. Pure.
 * A person gets one sentence about the first thing that was not understood, with the nearest right form.
 */
import { foldText, parsePeriod } from '@leadbell/domain';
import type { Command, Complaint, ParseContext, Parsed, Words } from './command.ts';

import { nearest } from './nearest.ts';
import { scan } from './scan.ts';

export function parseWords(text: string, context: ParseContext, commands: readonly Command[]): Parsed {
  const scanned = scan(text, context.messages);
  if (!scanned.ok) return scanned;
  const { words, filters, share } = scanned.scanned;
  const [first = '', ...others] = words;
  const named = findCommand(first, commands);
  if (named !== undefined && !isLongerPeriod(words, context))
    return named.parse({ rest: others.join(' '), filters, share }, context);
  const rest = words.join(' ');
  const asked: Words = { rest, filters, share };
  if (rest === '') return parseBare(asked, context, commands);
  const parsed = mustFind('period', commands).parse(asked, context);
  if (parsed.ok) return parsed;
  return { ok: false, complaint: nearestCommand(words, context, commands) ?? parsed.complaint };
}

/** No words: help, unless filters or `--share` show that leads are wanted: then today's. */
function parseBare(words: Words, context: ParseContext, commands: readonly Command[]): Parsed {
  const wantsLeads = words.share || Object.keys(words.filters).length > 0;
  return mustFind(wantsLeads ? 'today' : 'help', commands).parse(words, context);
}

/** A command's word may begin a period too: `اليوم`, `today`; a period that is understood as a whole is one. */
function isLongerPeriod(words: readonly string[], context: ParseContext): boolean {
  return words.length > 1 && parsePeriod(words.join(' '), context).ok;
}

/** `eror yesterday`: the first word is nearly a command's. */
function nearestCommand(
  words: readonly string[],
  context: ParseContext,
  commands: readonly Command[],
): Complaint | null {
  const [first = '', ...others] = words;
  const known = new Map(commands.flatMap((command) => namesOf(command).map((name) => [foldText(name), name] as const)));
  const near = known.get(nearest(foldText(first), known.keys()) ?? '');
  if (near === undefined) return null;
  const suggestion = [near, ...others].join(' ');
  return { sentence: context.messages.complaints.unknownWords(words.join(' '), suggestion), suggestion };
}

function findCommand(word: string, commands: readonly Command[]): Command | undefined {
  const folded = foldText(word);
  return commands.find((command) => namesOf(command).some((name) => foldText(name) === folded));
}

function namesOf(command: Command): readonly string[] {
  return [command.name, ...command.synonyms];
}

function mustFind(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}
