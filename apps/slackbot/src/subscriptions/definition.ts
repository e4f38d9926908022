/**
 * The stored definition of a subscription. Pure. The definition is validated when it is read,
 * because a later release may have written it.
 */
import { filtersField } from '../queries/fields.ts';
import { writeFilters } from '../queries/filter-text.ts';
import { type Language, languageTags } from '@leadbell/i18n';
import * as v from 'valibot';
import { ownNumbers } from './numbers.ts';
import { optionalSections } from './sections.ts';
import {
  alertRules,
  type BusinessCalendar,
  type ClosedDays,
  formatScheduleText,
  type Instant,
  isWorkingDay,
  type LeadFilter,
  nextOccurrence,
  parseZone,
  previousOccurrence,
  readSchedule,
  type Rhythm,
  type Schedule,
  type ThresholdKey,
  thresholds,
  type Thresholds,
  type Zone,
} from '@leadbell/domain';

export interface DigestDefinition {
  readonly kind: 'digest';
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly language: Language;
  readonly filters: LeadFilter;
  /** Whether no message is sent when there are no leads. */
  readonly skipEmpty: boolean;
  /** Whether holidays and other days on which the business is closed are skipped; the next digest covers them. */
  readonly workingDaysOnly: boolean;
  /** Whether the Umm al-Qura date is shown beside the Gregorian date. */
  readonly hijri: boolean;
  /** The ids of sections that are left out. */
  readonly without: readonly string[];
}

/**
 * The chosen rules or sections. The list is stored only if some items were left out. Then items of later releases are
 * left out too.
 */
type Chosen = readonly string[] | undefined;

/** A subscription to alerts about the DMS connection. */
export interface AlertsDefinition {
  readonly kind: 'alerts';
  readonly zone: Zone;
  readonly language: Language;
  /** The ids of rules that are switched off. */
  readonly without: readonly string[];
  /**
   * The minimum number of errored leads in a bulk. Only subscriptions that are older than
   * `thresholds` have this field.
   */
  readonly atLeast: number;
  readonly thresholds: Thresholds;
  /** A user group to mention when no one acknowledges an alert within this many minutes. */
  readonly escalation: { readonly group: string; readonly minutes: number } | null;
  /** Whether the channel gets only one message a day, without pings, and everything else in its thread. */
  readonly threadOnly: boolean;
}

/** A subscription to new leads as they arrive. */
export interface LeadsDefinition {
  readonly kind: 'leads';
  readonly zone: Zone;
  readonly language: Language;
  readonly filters: LeadFilter;
  /** More new leads than this at once become one message. */
  readonly together: number;
  /** Whether the channel gets only one message a day, and everything else in its thread. */
  readonly threadOnly: boolean;
}

export type Definition = DigestDefinition | AlertsDefinition | LeadsDefinition;

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const language = v.picklist(languageTags);
const storedNumber = v.exactOptional(v.number());
const thresholdEntries = Object.fromEntries(thresholds.map(({ key }) => [key, storedNumber])) as Record<
  ThresholdKey,
  typeof storedNumber
>;
const alertsSchema = v.object({
  zone: text,
  language,
  without: v.optional(v.array(text), []),
  with: v.optional(v.array(text)),
  atLeast: v.optional(v.number(), 1),
  thresholds: v.optional(v.object(thresholdEntries), {}),
  escalation: v.optional(v.nullable(v.object({ group: text, minutes: v.number() })), null),
  threadOnly: v.optional(v.boolean(), false),
});
const leadsSchema = v.object({
  zone: text,
  language,
  filters: filtersField,
  together: v.optional(v.number(), ownNumbers.together.usual),
  threadOnly: v.optional(v.boolean(), false),
});
const digestSchema = v.object({
  schedule: text,
  zone: text,
  language,
  skipEmpty: v.optional(v.boolean(), false),
  workingDaysOnly: v.optional(v.boolean(), false),
  hijri: v.optional(v.boolean(), false),
  without: v.optional(v.array(text), []),
  with: v.optional(v.array(text)),
  filters: filtersField,
});

export function writeDefinition(definition: Definition): object {
  const { kind: _, ...rest } = definition;
  switch (definition.kind) {
    case 'digest': {
      const { schedule, filters } = definition;
      return {
        ...rest,
        ...chosen(definition, optionalSections),
        schedule: formatScheduleText(schedule),
        filters: writeFilters(filters),
      };
    }
    case 'leads':
      return { ...rest, filters: writeFilters(definition.filters) };
    case 'alerts':
      return { ...rest, ...chosen(definition, alertRules) };
    default:
      return definition satisfies never;
  }
}

/**
 * Stores no list if everything is selected, so that items of later releases, which the changelog announces, are
 * included.
 */
function chosen(
  { without }: { readonly without: readonly string[] },
  all: readonly string[],
): { readonly with?: Chosen } {
  return without.length === 0 ? {} : { with: all.filter((id) => !without.includes(id)) };
}

/** The excluded items, including items that this release does not have. */
function leftOut(without: readonly string[], chose: Chosen, all: readonly string[]): readonly string[] {
  return chose === undefined ? without : [...new Set([...without, ...all.filter((id) => !chose.includes(id))])];
}

/** `kind` is the subscription's kind. Returns null if the stored definition is invalid. */
export function readDefinition(kind: string, stored: object): Definition | null {
  switch (kind) {
    case 'digest':
      return readDigest(stored);
    case 'alerts': {
      const { success, output } = v.safeParse(alertsSchema, stored);
      const zone = success ? parseZone(output.zone) : null;
      if (!success || zone === null) return null;
      const { with: chose, ...rest } = output;
      return { ...rest, kind, zone, without: leftOut(output.without, chose, alertRules) };
    }
    case 'leads': {
      const { success, output } = v.safeParse(leadsSchema, stored);
      const zone = success ? parseZone(output.zone) : null;
      return success && zone !== null ? { ...output, kind, zone } : null;
    }
    default:
      return null;
  }
}

function readDigest(stored: object): DigestDefinition | null {
  const { success, output } = v.safeParse(digestSchema, stored);
  if (!success) return null;
  const zone = parseZone(output.zone);
  const { schedule, rest } = readSchedule(output.schedule.split(' '));
  if (zone === null || schedule === null || rest.length > 0) return null;
  const { with: chose, ...others } = output;
  const without = leftOut(output.without, chose, optionalSections);
  return { ...others, kind: 'digest', schedule, zone, without };
}

/** The thresholds as people see them: `atLeast` is an older form of `erroredLeads`. */
export function thresholdsOf({ atLeast, thresholds: own }: AlertsDefinition): Thresholds {
  return atLeast > 1 && own.erroredLeads === undefined ? { ...own, erroredLeads: atLeast } : own;
}

/** The days on which the digest is skipped. */
export function closedDays({ workingDaysOnly }: DigestDefinition, calendar: BusinessCalendar): ClosedDays {
  return (date) => workingDaysOnly && !isWorkingDay(date, calendar);
}

export function rhythmOf(definition: DigestDefinition, calendar: BusinessCalendar): Rhythm {
  const { schedule, zone } = definition;
  return { schedule, zone, isClosed: closedDays(definition, calendar) };
}

/** The next scheduled time after this one; null if every scheduled day is closed. */
export function nextRun(definition: DigestDefinition, calendar: BusinessCalendar, after: Instant): Instant | null {
  const { schedule, zone } = definition;
  try {
    return nextOccurrence(schedule, zone, after, closedDays(definition, calendar)).at;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The latest scheduled time before this one. */
export function previousRun(definition: DigestDefinition, calendar: BusinessCalendar, before: Instant): Instant {
  const { schedule, zone } = definition;
  return previousOccurrence(schedule, zone, before, closedDays(definition, calendar)).at;
}
