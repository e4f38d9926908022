/** Parses a stored act. Pure. */
import { languageTags } from '@leadbell/i18n';
import * as v from 'valibot';
import type { StoredAct } from '../contract.ts';

const text = v.pipe(v.string(), v.maxLength(4_000));
const placeSchema = v.object({ channel: text, user: text, thread: v.exactOptional(text) });

const schema = v.object({
  name: text,
  what: v.unknown(),
  place: placeSchema,
  address: v.object({
    url: v.nullable(text),
    until: v.number(),
    place: placeSchema,
    manner: v.picklist(['in-place', 'follow', 'new']),
    view: v.exactOptional(text),
  }),
  language: v.picklist(languageTags),
  asChosen: v.boolean(),
});

/** Null for a row that this version does not understand. */
export function readStoredAct(body: unknown): StoredAct | null {
  const read = v.safeParse(schema, body);
  return read.success ? read.output : null;
}
