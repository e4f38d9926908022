/**
 * What a poll saw of a bulk, without the people in it: enough to compare with the next poll and to count. Pure.
 * A lead is known by the sender's number, or else by a hash of all that the sender wrote; leads that look alike are numbered.
 */
import { hashText } from '../text/hash.ts';
import type { Bulk } from './bulk.ts';
import type { Id } from './id.ts';
import type { Lead, LeadError, LeadOutcome } from './lead.ts';
import { errorGroup } from './lead-errors.ts';

export interface LeadState {
  readonly externalId: Id | null;
  /** The number in the DMS; null while it has none. */
  readonly dmsId: Id | null;
  readonly outcome: LeadOutcome;
  /** Fingerprints of its errors, sorted, each once. */
  readonly errors: readonly string[];
}

/** What leads are counted by. Open vocabularies, nothing of a person. */
export interface LeadTraits {
  readonly source: string | null;
  readonly subSource: string | null;
  readonly brand: string | null;
  readonly branch: string | null;
  readonly priority: string | null;
}

export interface ObservedLead extends LeadState {
  readonly traits: LeadTraits;
}

export interface BulkObservation {
  readonly info: Bulk;
  readonly leads: ReadonlyMap<string, ObservedLead>;
  /** What the fingerprints of its errors mean, without a person. */
  readonly errorTexts: ReadonlyMap<string, LeadError>;
  /** Equal for observations that say the same, whatever the order of their leads. */
  readonly fingerprint: string;
}

/** Takes a bulk's leads as they come, and what the bulk itself says when it is complete. */
export class BulkObserver {
  readonly #leads = new Map<string, ObservedLead>();
  readonly #alike = new Map<string, number>();
  readonly #errorTexts = new Map<string, LeadError>();

  /** Returns the lead's key in the bulk. */
  add(lead: Lead): string {
    const base = lead.externalId === null ? `h${identityHash(lead)}` : `x${lead.externalId}`;
    const seen = this.#alike.get(base) ?? 0;
    this.#alike.set(base, seen + 1);
    const { externalId, leadId: dmsId, outcome, source, subSource, brand, branch, priority } = lead;
    const key = seen === 0 ? base : `${base}#${seen + 1}`;
    this.#leads.set(key, {
      externalId,
      dmsId,
      outcome,
      errors: this.#fingerprintsOf(lead),
      traits: { source, subSource, brand, branch, priority },
    });
    return key;
  }

  #fingerprintsOf(lead: Lead): readonly string[] {
    if (lead.errors.length === 0) return lead.outcome === 'errored' ? unsaid : none;
    const groups = lead.errors.map((error) => errorGroup(error, lead));
    for (const { fingerprint, error } of groups)
      if (this.#errorTexts.size < maxTexts) this.#errorTexts.set(fingerprint, error);
    return [...new Set(groups.map(({ fingerprint }) => fingerprint))].toSorted();
  }

  finish(info: Bulk): BulkObservation {
    return {
      info,
      leads: this.#leads,
      errorTexts: this.#errorTexts,
      fingerprint: fingerprintOfBulk(info, this.#leads),
    };
  }
}

const maxTexts = 300;
const none: readonly string[] = Object.freeze([]);
/** Errored, and the DMS does not say why. */
const unsaid: readonly string[] = Object.freeze(['|']);

function identityHash(lead: Lead): string {
  const text = JSON.stringify({ ...lead, leadId: 0, outcome: '', errors: [] });
  return `${hashText(text).toString(36)}${hashText(text, 0x9747b28c).toString(36)}`;
}

function fingerprintOfBulk({ state, totalRecords, errorRecords }: Bulk, leads: ReadonlyMap<string, LeadState>): string {
  // A sum does not mind the order.
  let one = 0;
  let other = 0;
  for (const [key, { dmsId, outcome, errors }] of leads) {
    const text = `${key} ${dmsId ?? 0} ${outcome} ${errors.join(' ')}`;
    one = (one + hashText(text)) >>> 0;
    other = (other + hashText(text, 0x9747b28c)) >>> 0;
  }
  return [
    stateName(state),
    totalRecords ?? '',
    errorRecords ?? '',
    leads.size,
    one.toString(36),
    other.toString(36),
  ].join('|');
}

/** `created`, `in-progress`, `cancelled`, `completed`, or `unknown:7`. */
export function stateName(state: Bulk['state']): string {
  return typeof state === 'string' ? state : `unknown:${state.unknown ?? ''}`;
}
