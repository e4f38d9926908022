/** Converts a query to the DMS request and to the cache key of its answer. Pure. */
import {
  type FilterValue,
  foldText,
  installationAliases,
  type Id,
  type LeadFilter,
  type LeadQuestion,
  type Period,
  type Scope,
  scopeKey,
  type TextFilter,
  type Sought,
  type Window,
} from '@leadbell/domain';
import type { Catalogue } from '@leadbell/settings';
import type { AnswerContext } from './context.ts';
import { writeFilters } from '../queries/filter-text.ts';
import type { Inquiry } from './answer.ts';

type Subject =
  | { readonly kind: 'window'; readonly period: Period; readonly sought?: Sought; readonly onlyHot?: true }
  | { readonly kind: 'lead'; readonly period: Period; readonly leadId: Id }
  | { readonly kind: 'bulk'; readonly id: Id }
  | { readonly kind: 'set'; readonly id: string; readonly window: Window; readonly read: NonNullable<Inquiry['set']> };

export function inquiryOf(
  subject: Subject,
  filters: LeadFilter,
  { catalogue, zone, scope }: Pick<AnswerContext, 'catalogue' | 'zone' | 'scope'>,
  withQuality = false,
): Inquiry {
  const codes = subject.kind === 'bulk' || subject.kind === 'set' ? {} : codesOf(filters, catalogue);
  const sought = subject.kind === 'window' ? subject.sought : undefined;
  const onlyHot = subject.kind === 'window' && subject.onlyHot === true;
  const own = (sought === undefined ? '' : ` ${sought.kind} ${sought.text} ${sought.own}`) + (onlyHot ? ' hot' : '');
  const keysOf = (its: unknown[]): Pick<Inquiry, 'key' | 'wholeKey'> => ({
    key: keyOf(its, zone, filters, scope) + (withQuality ? ' quality' : '') + own,
    wholeKey: keyOf(its, zone, {}, scope),
  });
  return {
    ...keysOf(subjectKey(subject)),
    ...(moves(subject) ? { fixed: keysOf(fixedKey(subject)) } : {}),
    ...(sought === undefined ? {} : { sought }),
    ...(onlyHot ? { onlyHot } : {}),
    ...(subject.kind === 'set' ? { set: subject.read } : {}),
    scope,
    withQuality,
    question: questionOf(subject, codes),
    filters,
    zone,
    narrowed: Object.keys(codes).length > 0,
  };
}

/** Returns the inquiry in a form that only counts the leads and lists none; this costs much less. */
export function countsOf({ fixed: _fixed, ...inquiry }: Inquiry): Inquiry {
  const { key } = inquiry;
  const alsoIn = [key, `${key} quality`];
  return { ...inquiry, key: `${key} counts`, countsAlone: { alsoIn }, withQuality: false };
}

function questionOf(subject: Subject, codes: ReturnType<typeof codesOf>): LeadQuestion {
  switch (subject.kind) {
    case 'bulk':
      return { kind: 'bulk', id: subject.id };
    case 'lead':
      return { kind: 'lead', leadId: subject.leadId, window: subject.period.window, ...codes };
    case 'set':
      return { kind: 'window', window: subject.window };
    default:
      return { kind: 'window', window: subject.period.window, ...codes };
  }
}

/**
 * The codes of the filtered sources. The DMS can't filter by a name without a code, so we filter the leads ourselves.
 */
function codesOf(filters: LeadFilter, catalogue: Catalogue): { readonly source?: number; readonly subSource?: number } {
  const source = codeOf('source', filters.source, catalogue.sources);
  const subSource = codeOf('sub', filters.sub, catalogue.subSources);
  return { ...(source === null ? {} : { source }), ...(subSource === null ? {} : { subSource }) };
}

function codeOf(
  filter: TextFilter,
  value: FilterValue | undefined,
  codes: Readonly<Record<string, number>>,
): number | null {
  const [name, ...more] = value?.alternatives ?? [];
  if (name === undefined || more.length > 0 || value?.isNot === true) return null;
  // Use no code if the name has several spellings, because each may have a code, or if the name may match leads with
  // several codes.
  if (installationAliases.spellings(filter, name).length > 1 || !installationAliases.isExact(filter, name)) return null;
  const [only, ...others] = Object.entries(codes).filter(([known]) => foldText(known) === foldText(name));
  return only === undefined || others.length > 0 ? null : only[1];
}

function keyOf(subject: unknown[], zone: string, filters: LeadFilter, scope: Scope): string {
  return JSON.stringify([subject, zone, filterKey(filters), scopeKey(scope)]);
}

type PeriodSubject = Extract<Subject, { readonly kind: 'window' | 'lead' }>;

/** Whether the window of the subject moves each second. */
function moves(subject: Subject): subject is PeriodSubject {
  if (subject.kind === 'bulk' || subject.kind === 'set') return false;
  const { spec } = subject.period;
  return spec.kind === 'last-hours' && spec.until === undefined;
}

/** For a moving window, the key has its length instead of its times, so that a later inquiry has the same key. */
function subjectKey(subject: Subject): unknown[] {
  if (subject.kind === 'bulk' || subject.kind === 'set') return [subject.kind, subject.id];
  if (!moves(subject)) return fixedKey(subject);
  const { from, to } = subject.period.window;
  return periodKey(subject, ['moving', to - from]);
}

function fixedKey(subject: PeriodSubject): unknown[] {
  const { from, to } = subject.period.window;
  return periodKey(subject, [from, to]);
}

function periodKey(subject: PeriodSubject, when: unknown[]): unknown[] {
  return subject.kind === 'lead' ? ['lead', subject.leadId, ...when] : ['window', ...when];
}

function filterKey(filters: LeadFilter): unknown[] {
  return Object.entries(writeFilters(filters))
    .map(([key, value]) => [key, foldText(value)])
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
}
