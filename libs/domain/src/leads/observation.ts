/**
 * A bulk as one poll saw it, without its people: enough to compare it with the next poll, and to count. Pure. Leads are
 * identified as in `identity.ts`; leads with the same identity are numbered.
 */
import { hashText } from '../text/hash.ts';
import { type Heard, HeardWords } from '../redact/heard-words.ts';
import { installationWords, type WordBook } from '../redact/word-book.ts';
import type { Bulk } from './bulk.ts';
import { carrierOf } from './carrier.ts';
import type { Id } from './id.ts';
import { type LeadIdentities, type LeadIdentity, storedNumber } from './identity.ts';
import type { Lead, LeadError, LeadOutcome } from './lead.ts';
import { groupOfOwn, ownError, unknownInError } from './lead-errors.ts';
import { personKeys } from './person-keys.ts';
import { noValues, type VocabularyValues, vocabularyValues, wrongValue } from './wrong-value.ts';
import { type KeyedMarks, keyedMarks } from './sent-again.ts';

export interface LeadState {
  /** The external id in the form in which it is stored; see `storedNumber`. */
  readonly externalId: Id | null;
  /** The lead's number in the DMS; null while it has none. */
  readonly dmsId: Id | null;
  readonly outcome: LeadOutcome;
  /** The fingerprints of the lead's errors, sorted, each once. */
  readonly errors: readonly string[];
}

/**
 * The fields by which leads are counted; their values may be any text. Values that may be about a person are hidden.
 */
export interface LeadTraits {
  readonly source: string | null;
  readonly subSource: string | null;
  readonly brand: string | null;
  readonly branch: string | null;
  readonly priority: string | null;
}

export interface ObservedLead extends LeadState {
  readonly traits: LeadTraits;
  /** For each of `errors`, the value that the error is about, or an empty text; absent if no value is known. */
  readonly wrong?: readonly string[];
  /**
   * The lead's marks under each key of the installation, the current key first; absent without an external id,
   * because then no stored lead can be the same. Computing a mark costs a hash.
   */
  readonly marks?: () => readonly KeyedMarks[];
  /** The lead's keys from `person-keys.ts`, to store in its row. Computing a key costs a hash. */
  readonly persons?: () => readonly string[];
}

export interface BulkObservation {
  /** The bulk's own fields. Its key does not reveal who is in the bulk. */
  readonly info: Bulk;
  /**
   * Other keys under which the bulk may be stored: made with an earlier key of the installation, or by an earlier
   * release.
   */
  readonly keyAliases: readonly string[];
  readonly leads: ReadonlyMap<string, ObservedLead>;
  /** By the lead's key: the identity of each lead whose key has a `#`, or that may be stored under an alias. */
  readonly identities: ReadonlyMap<string, LeadIdentity>;
  /** The error of each fingerprint, without data of any person. */
  readonly errorTexts: ReadonlyMap<string, LeadError>;
  /** Unknown words and values, with the people who had them. They contain personal data: store them hashed. */
  readonly heard?: readonly Heard[];
  /** Equal for observations with the same content, in any order of leads. */
  readonly fingerprint: string;
  /**
   * Whether the observation has every lead that the DMS lists. If it has, a lead that is missing here is missing in the
   * DMS's list too. Absent: the DMS may list more leads.
   */
  readonly isComplete?: boolean;
}

interface Waiting {
  readonly errors: readonly LeadError[];
  readonly traits: LeadTraits;
  readonly values: VocabularyValues;
}

/** Takes the leads of a bulk one by one, and at the end the bulk's own fields. */
export class BulkObserver {
  readonly #identities: LeadIdentities;
  readonly #leads = new Map<string, ObservedLead>();
  readonly #identityOf = new Map<string, LeadIdentity>();
  readonly #names = new Numbered((name) => this.#leads.has(name));
  readonly #errorTexts = new Map<string, LeadError>();
  readonly #words: WordBook;
  readonly #heard = new HeardWords();
  /** Leads with unknown words that other leads of the bulk may make known. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(identities: LeadIdentities, words: WordBook = installationWords) {
    this.#identities = identities;
    this.#words = words;
  }

  /** Returns the lead's key in the bulk. */
  add(lead: Lead): string {
    const identity = this.#identities.of(lead);
    const key = this.#names.next(identity.key);
    if (key !== identity.key || identity.aliases.length > 0) this.#identityOf.set(key, identity);
    const { externalId, leadId: dmsId, outcome, source, subSource, brand, branch, priority } = lead;
    const traits = { source, subSource, brand, branch, priority };
    const errors = lead.errors.map((error) => ownError(error, lead, this.#words));
    const values = errors.length === 0 ? noValues : vocabularyValues(lead);
    if (this.#hear(lead, errors, identity.key) && this.#waiting.size < maxWaiting)
      this.#waiting.set(key, { errors, traits, values });
    const { phoneCode, phoneNumber, email } = lead;
    const { keys } = this.#identities;
    const marks = keyedMarks(lead, keys);
    this.#leads.set(key, {
      externalId: externalId === null || keys[0] === undefined ? null : storedNumber(externalId, keys[0]),
      dmsId,
      outcome,
      ...this.#errorsOf(outcome, errors, values),
      traits: this.#shown(traits),
      ...(marks === null ? {} : { marks }),
      persons: () => personKeys({ phoneCode, phoneNumber, email, leadId: dmsId, externalId }, keys),
    });
    return key;
  }

  /** Collects the lead's unknown words and values, and returns whether it has any. */
  #hear(lead: Lead, errors: readonly LeadError[], identity: string): boolean {
    const words = errors.flatMap((error) => unknownInError(error, this.#words));
    const { source, subSource, brand, branch, priority } = lead;
    const values = [source, subSource, brand, branch, priority, ...lead.vehicles.map(({ modelFamily }) => modelFamily)];
    const unknown = values.map((value) => this.#words.unknownValue(value)).filter((value) => value !== null);
    if (words.length + unknown.length === 0) return false;
    const carrier = carrierOf(lead) ?? identity;
    for (const word of words) this.#heard.add('word', word, carrier);
    for (const value of unknown) this.#heard.add('value', value, carrier);
    return true;
  }

  #shown({ source, subSource, brand, branch, priority }: LeadTraits): LeadTraits {
    const words = this.#words;
    return {
      source: words.value(source),
      subSource: words.value(subSource),
      brand: words.value(brand),
      branch: words.value(branch),
      priority: words.value(priority),
    };
  }

  /** Learns the words that enough people of this bulk had, and shows them in all its leads. */
  #learn(): void {
    if (!this.#words.learn(this.#heard.enough)) return;
    for (const [key, { errors, traits, values }] of this.#waiting) {
      const lead = this.#leads.get(key);
      if (lead === undefined) continue;
      this.#leads.set(key, {
        ...lead,
        ...this.#errorsOf(lead.outcome, errors, values),
        traits: this.#shown(traits),
      });
    }
    const used = new Set(this.#leads.values().flatMap(({ errors }) => errors));
    for (const fingerprint of this.#errorTexts.keys()) if (!used.has(fingerprint)) this.#errorTexts.delete(fingerprint);
  }

  #errorsOf(
    outcome: LeadOutcome,
    errors: readonly LeadError[],
    values: VocabularyValues,
  ): Pick<ObservedLead, 'errors' | 'wrong'> {
    if (errors.length === 0) return { errors: outcome === 'errored' ? unsaid : none };
    const groups = errors.map((error) => groupOfOwn(error, this.#words));
    for (const { fingerprint, error } of groups)
      if (this.#errorTexts.size < maxTexts) this.#errorTexts.set(fingerprint, error);
    const wrong = new Map<string, string>();
    for (const [n, { fingerprint }] of groups.entries()) {
      const error = errors[n];
      const value = error === undefined ? null : wrongValue(error, values, this.#words);
      wrong.set(fingerprint, wrong.get(fingerprint) || (value ?? ''));
    }
    const sorted = [...wrong.keys()].toSorted();
    const isKnown = sorted.some((fingerprint) => wrong.get(fingerprint) !== '');
    return { errors: sorted, ...(isKnown ? { wrong: sorted.map((fingerprint) => wrong.get(fingerprint) ?? '') } : {}) };
  }

  /** `isComplete`: every lead was read, and no filter left any out. */
  finish(info: Bulk, isComplete = true): BulkObservation {
    const { key, aliases } = storedKeysOfBulk(info, this.#identities);
    this.#learn();
    return {
      isComplete,
      info: { ...info, key },
      keyAliases: aliases,
      leads: this.#leads,
      identities: this.#identityOf,
      errorTexts: this.#errorTexts,
      heard: this.#heard.all,
      fingerprint: fingerprintOfBulk(info, this.#leads, this.#identityOf),
    };
  }
}

/** Returns the keys under which a bulk is stored, from the key that the client gives it. */
export function storedKeysOfBulk({ id, key }: Pick<Bulk, 'id' | 'key'>, identities: LeadIdentities): LeadIdentity {
  return id === null ? identities.ofBulk(key) : { key, aliases: none };
}

const maxTexts = 300;
const maxWaiting = 5_000;
const none: readonly string[] = Object.freeze([]);
/** Stands for the error of a lead for which the DMS gives no reason. */
const unsaid: readonly string[] = Object.freeze(['|']);

/** Adds a number to names that are used more than once: `x7`, `x7#2`, `x7#3`; skips names that exist. */
export class Numbered {
  readonly #isTaken: (name: string) => boolean;
  readonly #last = new Map<string, number>();

  constructor(isTaken: (name: string) => boolean) {
    this.#isTaken = isTaken;
  }

  next(name: string): string {
    for (let number = (this.#last.get(name) ?? 0) + 1; ; number += 1) {
      const one = number === 1 ? name : `${name}#${number}`;
      if (this.#isTaken(one)) continue;
      this.#last.set(name, number);
      return one;
    }
  }
}

function fingerprintOfBulk(
  { state, totalRecords, errorRecords }: Bulk,
  leads: ReadonlyMap<string, LeadState>,
  identities: ReadonlyMap<string, LeadIdentity>,
): string {
  // Adds up hashes, because a sum does not depend on the order in which leads with the same identity are numbered.
  let one = 0;
  let other = 0;
  for (const [key, { dmsId, outcome, errors }] of leads) {
    const text = `${identities.get(key)?.key ?? key} ${dmsId ?? 0} ${outcome} ${errors.join(' ')}`;
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

/** Returns `created`, `in-progress`, `cancelled`, `completed`, or for example `unknown:7`. */
export function stateName(state: Bulk['state']): string {
  return typeof state === 'string' ? state : `unknown:${state.unknown ?? ''}`;
}
