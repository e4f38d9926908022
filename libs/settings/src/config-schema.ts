/**
 * The schema of `leadbell.config.json`. Pure. The message of an issue describes the expected value. The JSON Schema for
 * editors is made from this schema.
 */
import * as v from 'valibot';
import { accessSchema } from './access.ts';
import { aliasesSchema } from './aliases.ts';
import { alertsSchema } from './alerts.ts';
import { calendarSchema } from './calendar.ts';
import { linksSchema } from './links.ts';
import { retentionSchema } from './retention.ts';

const codes = v.record(
  v.pipe(v.string(), v.nonEmpty()),
  v.pipe(v.number('a whole number'), v.integer('a whole number'), v.minValue(0, 'a whole number, 0 or more')),
  'an object of names to numbers',
);

export const catalogueSchema = v.strictObject(
  {
    /** Only editors use this key. */
    $schema: v.exactOptional(v.string('the address of the schema')),
    sources: v.optional(codes, {}),
    subSources: v.optional(codes, {}),
    calendar: v.optional(calendarSchema, {}),
    alerts: v.optional(alertsSchema, {}),
    access: v.optional(accessSchema, {}),
    retention: v.optional(retentionSchema, {}),
    links: v.optional(linksSchema, {}),
    aliases: v.optional(aliasesSchema, {}),
  },
  'an object with "sources", "subSources", "calendar", "alerts", "access", "retention", "links" and "aliases", and nothing else',
);
