/**
 * Finds problems of leads that the DMS does not report: the person can't be reached, or the same person asked again. It
 * reads each lead once, and keeps hashes but no personal data. Pure except for the counter's own state, which is
 * bounded: above the limit, hashes of further leads are not kept, so their duplicates are not counted.
 */
import type { CountedLead } from './counted-lead.ts';
import { wideHash } from '../text/hash.ts';
import { hasEmail } from './email.ts';
import { emailMarks, phoneMarks } from './marks.ts';
import { hasPhone } from './phone.ts';

export interface Quality {
  readonly noPhone: number;
  /** Leads with neither a phone number nor an e-mail address. */
  readonly unreachable: number;
  /** Leads that have the phone number or e-mail address of an earlier lead. */
  readonly duplicates: number;
}

const maxKept = 500_000;
/** Only this many numbers and addresses of a lead count, because more of them are assumed to be other people's. */
const maxMarks = 4;

/** The parts of a lead that are counted, with hashes of its numbers and addresses. */
export interface LeadQuality {
  readonly noPhone: boolean;
  readonly unreachable: boolean;
  readonly phones: readonly number[];
  readonly emails: readonly number[];
}

export function qualityOf({ phoneCode, phoneNumber, email }: CountedLead): LeadQuality {
  const [phones, emails] = [phoneMarks(phoneCode, phoneNumber), emailMarks(email)];
  const noPhone = phones.length === 0 && !hasPhone(phoneCode, phoneNumber);
  return {
    noPhone,
    unreachable: noPhone && emails.length === 0 && !hasEmail(email),
    phones: phones.map((mark) => wideHash(`p${mark}`)),
    emails: emails.map((mark) => wideHash(`e${mark}`)),
  };
}

/**
 * Replaces hashes by small numbers, which are quicker to count. Pass the same map for all leads that are counted
 * together.
 */
export function numbered(quality: LeadQuality, numbers: Map<number, number>): LeadQuality {
  const phones = marksOf(quality).map((hash) => {
    const number = numbers.get(hash) ?? numbers.size;
    numbers.set(hash, number);
    return number;
  });
  return { ...quality, phones, emails: none };
}

const none: readonly number[] = Object.freeze([]);

function marksOf({ phones, emails }: Pick<LeadQuality, 'phones' | 'emails'>): readonly number[] {
  return [...phones, ...emails].slice(0, maxMarks);
}

export class QualityCounter {
  #noPhone = 0;
  #unreachable = 0;
  #duplicates = 0;
  /** The hashes of each lead that has a phone number or address. */
  readonly #seen: (readonly number[])[] = [];
  readonly #hashes = new Set<number>();

  add(lead: CountedLead): void {
    this.count(qualityOf(lead));
  }

  count({ noPhone, unreachable, phones, emails }: LeadQuality): void {
    if (noPhone) this.#noPhone += 1;
    if (unreachable) this.#unreachable += 1;
    const hashes = emails.length === 0 && phones.length <= maxMarks ? phones : marksOf({ phones, emails });
    if (hashes.length > 0) this.#take(hashes);
  }

  merge(other: QualityCounter): void {
    this.#noPhone += other.#noPhone;
    this.#unreachable += other.#unreachable;
    for (const hashes of other.#seen) this.#take(hashes);
  }

  finish(): Quality {
    return { noPhone: this.#noPhone, unreachable: this.#unreachable, duplicates: this.#duplicates };
  }

  #take(hashes: readonly number[]): void {
    if (hashes.some((hash) => this.#hashes.has(hash))) this.#duplicates += 1;
    if (this.#seen.length >= maxKept) return;
    this.#seen.push(hashes);
    for (const hash of hashes) this.#hashes.add(hash);
  }
}
