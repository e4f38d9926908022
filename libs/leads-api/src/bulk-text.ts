/** Handles parts of an answer as JSON text. Pure. */
import { quoteLongNumbers } from './exact-numbers.ts';

/** The rest of a split list of leads can be parsed as JSON when this text stands before it. */
export const continuation = '[{"leads":[';

/** Returns a function that parses the text when it is first called, and keeps long numbers as texts. */
export function exactly(text: string): () => readonly unknown[] {
  let bulks: readonly unknown[] | null = null;
  return () => (bulks ??= parseList(quoteLongNumbers(text)) ?? []);
}

export function parseList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const leadsKey = /"leads"\s*:/g;
/** Matches the key `leads`, also when its letters are escaped. */
const anyLeadsKey = /"(?:l|\\u006c)(?:e|\\u0065)(?:a|\\u0061)(?:d|\\u0064)(?:s|\\u0073)"\s*:/gi;

/**
 * Whether the text has the key `leads` more often than there are bulks with leads. If so, a bulk has the key twice, or
 * a lead has a field of that name.
 */
export function mayLoseLeads(text: string, bulks: readonly unknown[]): boolean {
  const key = text.includes('\\u00') ? anyLeadsKey : leadsKey;
  let left = 0;
  for (const bulk of bulks) if (typeof bulk === 'object' && bulk !== null && Object.hasOwn(bulk, 'leads')) left += 1;
  for (const _ of text.matchAll(key)) if (--left < 0) return true;
  return false;
}

/**
 * Whether `leads` is the bulk's last key. If so, the text was split in this bulk's list of leads. False if the bulk has
 * numeric keys, because JavaScript moves these to the front.
 */
export function endsInLeads(bulk: unknown): boolean {
  if (typeof bulk !== 'object' || bulk === null) return false;
  const entries: [string, unknown][] = Object.entries(bulk);
  const [last, value] = entries.at(-1) ?? [];
  return last === 'leads' && Array.isArray(value) && !/^\d/.test(entries[0]?.[0] ?? '');
}
