/** What a digest subscription says, as it is stored. Pure; checked when it is read, since a later Leadbell may have written it. */
import * as v from 'valibot';
import {
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
  type Schedule,
  type Zone,
} from '@leadbell/domain';

export interface DigestDefinition {
  readonly schedule: Schedule;
  readonly zone: Zone;
  readonly language: 'en' | 'ar';
  readonly filters: LeadFilter;
  /** No message when there is nothing to tell. */
  readonly skipEmpty: boolean;
  /** Not on holidays, nor on days on which the business is closed: the next one covers them too. */
  readonly workingDaysOnly: boolean;
  /** The Umm al-Qura date beside the Gregorian. */
  readonly hijri: boolean;
  /** Sections that are left out, by their ids. */
  readonly without: readonly string[];
}

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const schema = v.object({
  schedule: text,
  zone: text,
  language: v.picklist(['en', 'ar']),
  skipEmpty: v.optional(v.boolean(), false),
  workingDaysOnly: v.optional(v.boolean(), false),
  hijri: v.optional(v.boolean(), false),
  without: v.optional(v.array(text), []),
  filters: v.object({
    brand: v.exactOptional(text),
    branch: v.exactOptional(text),
    source: v.exactOptional(text),
    sub: v.exactOptional(text),
    priority: v.exactOptional(text),
    type: v.exactOptional(text),
    status: v.exactOptional(v.picklist(['errored', 'created', 'pending'])),
  }),
});

export function writeDefinition({ schedule, ...rest }: DigestDefinition): object {
  return { schedule: formatScheduleText(schedule), ...rest };
}

/** Null when it is not understood. */
export function readDefinition(stored: object): DigestDefinition | null {
  const { success, output } = v.safeParse(schema, stored);
  if (!success) return null;
  const zone = parseZone(output.zone);
  const { schedule, rest } = readSchedule(output.schedule.split(' '));
  if (zone === null || schedule === null || rest.length > 0) return null;
  return { ...output, schedule, zone };
}

/** Days on which it does not come. */
export function closedDays({ workingDaysOnly }: DigestDefinition, calendar: BusinessCalendar): ClosedDays {
  return (date) => workingDaysOnly && !isWorkingDay(date, calendar);
}

/** Null when it never comes: all of its days are closed. */
export function nextRun(definition: DigestDefinition, calendar: BusinessCalendar, after: Instant): Instant | null {
  const { schedule, zone } = definition;
  try {
    return nextOccurrence(schedule, zone, after, closedDays(definition, calendar)).at;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The one that came last. */
export function previousRun(definition: DigestDefinition, calendar: BusinessCalendar, before: Instant): Instant {
  const { schedule, zone } = definition;
  return previousOccurrence(schedule, zone, before, closedDays(definition, calendar)).at;
}
