/**
 * Converts the values of a subscription's form to a draft. Converts filters to the texts of their
 * fields, and back. Pure.
 */
import {
  alertRules,
  type FilterValue,
  foldText,
  identifiesPerson,
  latinDigits,
  type LeadFilter,
  parseZone,
  readSchedule,
} from '@leadbell/domain';
import { languageNamed } from '@leadbell/i18n';
import type { Values } from '@leadbell/slack-kit';
import { lengthOf } from '../../queries/filter-text.ts';
import { textFilters } from '../../queries/filters.ts';
import { chosenOf } from './known-choices.ts';
import { maxFilterChars, maxFiltersChars } from '../../queries/limits.ts';
import type { Definition } from '../../subscriptions/definition.ts';
import { type Draft, whatIsSaid } from '../../subscriptions/draft.ts';
import { numberWords } from '../../subscriptions/numbers.ts';
import { optionalSections } from '../../subscriptions/sections.ts';
import type { Messages } from '../../words/index.ts';

type Kind = Definition['kind'];

/**
 * Call it only if `problemsOf` finds no problem. `kind`: the kind that the person chose; `shape`:
 * the kind whose fields the form has.
 */
export function draftOf(values: Values, kind: Kind, shape: Kind): Draft {
  const [zone = ''] = values('zone');
  const [language = ''] = values('language');
  const common = { kind, zone: parseZone(zone.trim()), language: languageNamed(language) };
  // The person submitted before the form had changed to the chosen kind, so the form's fields are
  // ignored.
  if (kind !== shape) return whatIsSaid(common);
  const [group] = values('group');
  const isOn = (id: string, value: string): true | null => (values(id).includes(value) ? true : null);
  return whatIsSaid({
    ...common,
    schedule: kind === 'digest' ? scheduleOf(values) : null,
    skipEmpty: isOn('options', 'skip-empty'),
    workingDaysOnly: isOn('options', 'working-days'),
    hijri: isOn('options', 'hijri'),
    threadOnly: isOn('thread', 'thread-only'),
    without: leftOut(values, kind),
    numbers: numbersOf(values),
    group: group === undefined ? null : groupId(group),
  });
}

function scheduleOf(values: Values): Draft['schedule'] | null {
  const [rhythm = 'days'] = values('rhythm');
  const days = rhythm === 'days' ? [values('days').join(',')] : rhythm.split(' ');
  return readSchedule([...values('time'), ...days].filter((word) => word !== '')).schedule;
}

function leftOut(values: Values, kind: Kind): readonly string[] | null {
  const all = { digest: optionalSections, alerts: alertRules, leads: [] }[kind];
  const kept = values(kind === 'alerts' ? 'rules' : 'sections');
  const without = all.filter((id) => !kept.includes(id));
  return without.length === 0 ? null : without;
}

function numbersOf(values: Values): Draft['numbers'] | null {
  const filled = numberWords.flatMap((word) => {
    const [typed] = values(word);
    return typed === undefined ? [] : [[word, Number(latinDigits(typed.trim()))] as const];
  });
  return filled.length === 0 ? null : Object.fromEntries(filled);
}

/** Accepts an id, or a link that ends with it. */
export function groupId(text: string): string {
  return text.trim().replace(/^.*\//, '');
}

/** `KIA, Hyundai` matches either value, and `!KIA` excludes KIA. Choices from the menu are added. */
export function filtersOf(values: Values): LeadFilter {
  const filled = textFilters.flatMap((name) => {
    const typed = readField(values(name)[0] ?? '');
    const value = { ...typed, alternatives: withChosen(typed.alternatives, chosenOf(name, values)) };
    return value.alternatives.length === 0 ? [] : [[name, value] as const];
  });
  return Object.fromEntries(filled);
}

/** Adds the choices that are not among the typed values. Removes quotes from them, as is done for typed values. */
function withChosen(typed: readonly string[], chosen: readonly string[]): readonly string[] {
  const plain = chosen.map((one) => one.replace(anyQuote, '').trim()).filter((one) => one !== '');
  const isTyped = new Set(typed.map(foldText));
  return [...typed, ...plain.filter((one) => !isTyped.has(foldText(one)))];
}

export function filterProblems(values: Values, messages: Messages): [string, string][] {
  const { complaints: say, breakdowns, subscriptions } = messages;
  const filters = filtersOf(values);
  const both = textFilters.find((name) => filters[name]?.isNot === true && chosenOf(name, values).length > 0);
  if (both !== undefined) return [[both, subscriptions.form.problems.chosenAndExcluded]];
  const long = textFilters.find((name) =>
    filters[name]?.alternatives.some((alternative) => alternative.length > maxFilterChars),
  );
  if (long !== undefined) return [[long, say.filterTooLong(breakdowns[long], maxFilterChars)]];
  const personal = textFilters.find((name) => filters[name]?.alternatives.some(identifiesPerson));
  if (personal !== undefined) return [[personal, say.filterOfPerson(breakdowns[personal])]];
  const first = textFilters.find((name) => filters[name] !== undefined);
  const isLong = lengthOf(filters) > maxFiltersChars;
  return isLong && first !== undefined ? [[first, say.filtersTooLong(maxFiltersChars)]] : [];
}

const quotes = '"“”„‟«»＂';
const anyQuote = new RegExp(`[${quotes}]`, 'g');
/** Matches a value such as `KIA` or `"Riyadh, North"`. */
const fieldPart = new RegExp(`\\s*[${quotes}]([^${quotes}]*)[${quotes}]\\s*(?=[,،|]|$)|[^,،|]+`, 'g');

function readField(text: string): FilterValue {
  const written = text.trim();
  const isNot = written.startsWith('!');
  const parts = written.slice(isNot ? 1 : 0).matchAll(fieldPart);
  const alternatives = [...parts]
    .map(([whole, quoted]) => (quoted ?? whole.replace(anyQuote, '')).trim())
    .filter((one) => one !== '');
  return { isNot, alternatives };
}

/** Writes the text of a filter's field; `readField` reads it. */
export function fieldText({ isNot, alternatives }: FilterValue): string {
  const written = alternatives.map((one) => (/[,،|]/.test(one) ? `"${one}"` : one));
  return (isNot ? '!' : '') + written.join(', ');
}
