/**
 * The schema of the links into the DMS in the settings file. Pure. The message of an issue describes the expected
 * value.
 */
import * as v from 'valibot';

/** Addresses that contain `{id}`; null: no link. */
export interface DmsLinks {
  readonly bulk: string | null;
  readonly lead: string | null;
}

const expected = 'an https:// address with {id} in place of the number, such as https://dms.example/leads/{id}';
const maxTemplate = 500;

const template = v.exactOptional(
  v.pipe(v.string(expected), v.maxLength(maxTemplate, expected), v.check(isTemplate, expected)),
);

export const linksSchema = v.strictObject(
  { bulk: template, lead: template },
  'an object with "bulk" or "lead", or both, and nothing else',
);

/** The schema must have checked the values. */
export function resolveLinks({ bulk, lead }: v.InferOutput<typeof linksSchema>): DmsLinks {
  return { bulk: bulk ?? null, lead: lead ?? null };
}

/** The number may be anywhere except in the name of the host. */
function isTemplate(value: string): boolean {
  if (/[\s<>|]/.test(value) || !value.includes('{id}')) return false;
  const url = URL.parse(value.replaceAll('{id}', '1'));
  const other = URL.parse(value.replaceAll('{id}', '2'));
  return url?.protocol === 'https:' && url.origin === other?.origin && url.username === '' && url.password === '';
}
