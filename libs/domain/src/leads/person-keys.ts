/**
 * Keys by which all stored data of a person can be found: one for each phone number, e-mail address and number of a
 * lead. They can only be made with the installation's key. Pure: the hash function is passed in.
 *
 * The hashed texts must never change, because stored keys are hashes of exactly these texts. The same is true of
 * `identity.ts`.
 */
import type { KeyedHash } from './identity.ts';
import type { Lead } from './lead.ts';
import { emailMarks, phoneMarks } from './marks.ts';
import { hashedMark } from './sent-again.ts';

/** `lead`: the lead's number in the DMS; `sender`: the external id of the lead. */
export type PersonTraitKind = 'phone' | 'email' | 'lead' | 'sender';

/** A value that identifies a person. Personal data: never store or log it. */
export interface PersonTrait {
  readonly kind: PersonTraitKind;
  /** The digits of a phone number with its country code, an e-mail address in lower case, or the lead's number. */
  readonly value: string;
}

export type PersonFields = Pick<Lead, 'phoneCode' | 'phoneNumber' | 'email' | 'leadId' | 'externalId'>;

/** Returns an empty list if the lead has no number, phone or e-mail address. */
export function personTraits(lead: PersonFields): readonly PersonTrait[] {
  const { phoneCode, phoneNumber, email, leadId, externalId } = lead;
  return [
    ...phoneMarks(phoneCode, phoneNumber).map((value) => ({ kind: 'phone', value }) as const),
    ...emailMarks(email).map((value) => ({ kind: 'email', value }) as const),
    ...(leadId === null ? [] : [{ kind: 'lead', value: leadId } as const]),
    ...(externalId === null ? [] : [{ kind: 'sender', value: externalId } as const]),
  ];
}

/** The beginning of every key that was made with this key of the installation. */
export function personPrefix(keyId: string): string {
  return `p1.${keyId}.`;
}

function personKey({ kind, value }: PersonTrait, key: KeyedHash): string {
  return `${personPrefix(key.keyId)}${key.hash(`person 1 ${kind} ${value}`)}`;
}

/** Returns keys to store, made with the installation's current key. */
export function personKeys(lead: PersonFields, [current]: readonly KeyedHash[]): readonly string[] {
  return current === undefined ? none : personTraits(lead).map((trait) => personKey(trait, current));
}

/**
 * Returns keys to search for, made with every key of the installation, because an earlier one may have been current
 * when a row was stored.
 */
export function everyPersonKey(traits: readonly PersonTrait[], keys: readonly KeyedHash[]): readonly string[] {
  return traits.flatMap((trait) => keys.map((key) => personKey(trait, key)));
}

/** Returns the marks of `sent-again.ts`. They find rows that earlier releases stored, which had no person keys yet. */
export function everyMark(traits: readonly PersonTrait[], keys: readonly KeyedHash[]): readonly string[] {
  return traits.flatMap(({ kind, value }) =>
    kind === 'phone' || kind === 'email' ? keys.flatMap((key) => hashedMark(key, kind, value) ?? []) : [],
  );
}

export interface KeysOfPerson {
  readonly persons: readonly string[];
  readonly marks: readonly string[];
}

/**
 * Returns all keys under which a person with these fields may have been stored. There are none if the fields identify
 * no one.
 */
export function keysOfPerson(fields: Partial<PersonFields>, keys: readonly KeyedHash[]): KeysOfPerson {
  const traits = personTraits({ ...noFields, ...fields });
  return { persons: everyPersonKey(traits, keys), marks: everyMark(traits, keys) };
}

const noFields: PersonFields = { phoneCode: null, phoneNumber: null, email: null, leadId: null, externalId: null };

/**
 * Returns a function that recognises the leads of these persons, whose keys may have been made with any key of the
 * installation. The function computes several hashes for each lead, unless `persons` is empty.
 */
export function personMatcher(
  persons: ReadonlySet<string>,
  { keys }: { readonly keys: readonly KeyedHash[] },
): (lead: PersonFields) => boolean {
  if (persons.size === 0) return () => false;
  return (lead) => everyPersonKey(personTraits(lead), keys).some((person) => persons.has(person));
}

const none: readonly string[] = Object.freeze([]);
