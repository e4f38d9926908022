/** Reads the metadata of a form, which comes back from Slack and is untrusted. Pure. */
import * as v from 'valibot';

/** Slack's limit for metadata, in characters. */
const maxMetadata = 3_000;

/** Parses the metadata; null if the metadata is not ours. */
export function readMetadataWith<T>(schema: v.GenericSchema<unknown, T>, text: string): T | null {
  if (text.length > maxMetadata) return null;
  try {
    const read = v.safeParse(schema, JSON.parse(text));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** The id of a channel, or of a person for direct messages. */
export const channelIn = v.pipe(v.string(), v.regex(/^[A-Z0-9]{2,30}$/));
export const numberIn = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
