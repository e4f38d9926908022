/** What a digest subscription says, as it is stored. Pure; checked when it is read, since a later Leadbell may have written it. */
import * as v from 'valibot';
import {
  formatScheduleText,
  type Instant,
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
}

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const schema = v.object({
  schedule: text,
  zone: text,
  language: v.picklist(['en', 'ar']),
  skipEmpty: v.optional(v.boolean(), false),
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
  const { language, filters, skipEmpty } = output;
  return { schedule, zone, language, filters, skipEmpty };
}

export function nextRun({ schedule, zone }: DigestDefinition, after: Instant): Instant {
  return nextOccurrence(schedule, zone, after).at;
}

/** The one that came last. */
export function previousRun({ schedule, zone }: DigestDefinition, before: Instant): Instant {
  return previousOccurrence(schedule, zone, before).at;
}
