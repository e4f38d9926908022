/** Parts of an answer as JSON text. Pure. */
import { quoteLongNumbers } from './exact-numbers.ts';

/** Opens what follows the beginning of a list of leads. */
export const continuation = '[{"leads":[';

/** Parses at most once. */
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
/** Also matches escaped letters. */
const anyLeadsKey = /"(?:l|\\u006c)(?:e|\\u0065)(?:a|\\u0061)(?:d|\\u0064)(?:s|\\u0073)"\s*:/gi;

/**
 * Whether the text has the key `leads` more often than the parsed bulks do: a bulk may have it twice, or a field in a
 * lead has that name.
 */
export function mayLoseLeads(text: string, bulks: readonly unknown[]): boolean {
  const key = text.includes('\\u00') ? anyLeadsKey : leadsKey;
  let left = 0;
  for (const bulk of bulks) if (typeof bulk === 'object' && bulk !== null && Object.hasOwn(bulk, 'leads')) left += 1;
  for (const _ of text.matchAll(key)) if (--left < 0) return true;
  return false;
}

/**
 * Whether `leads` is the bulk's last key, so that it is the list that was split. A numeric key would come first
 * wherever it was written.
 */
export function endsInLeads(bulk: unknown): boolean {
  if (typeof bulk !== 'object' || bulk === null) return false;
  const entries: [string, unknown][] = Object.entries(bulk);
  const [last, value] = entries.at(-1) ?? [];
  return last === 'leads' && Array.isArray(value) && !/^\d/.test(entries[0]?.[0] ?? '');
}
