/**
 * What is wrong with leads that nobody calls an error: nobody can be reached, or the same person asked again. One pass; keeps hashes, no person. Pure but for
 * the counter's own state; what it keeps is bounded, beyond that it counts no more duplicates.
 */
import type { Lead } from './lead.ts';
import { foldText, latinDigits } from '../text/fold.ts';
import { hashText } from '../text/hash.ts';

export interface Quality {
  readonly noPhone: number;
  /** Neither a phone number nor an e-mail address. */
  readonly unreachable: number;
  /** Leads whose phone number or e-mail address an earlier one has. */
  readonly duplicates: number;
}

const maxKept = 500_000;
/** A local number is told by its end: "0500000005" and "+966 50 000 0005" are one. */
const digitsCompared = 9;
const fewestDigits = 5;

export class QualityCounter {
  #noPhone = 0;
  #unreachable = 0;
  #duplicates = 0;
  /** Of a lead's phone and address; null for what it has not. */
  readonly #seen: (readonly [phone: number | null, email: number | null])[] = [];
  readonly #hashes = new Set<number>();

  add({ phoneNumber, email }: Lead): void {
    const [phone, address] = [phoneHash(phoneNumber), emailHash(email)];
    if (phone === null) this.#noPhone += 1;
    if (phone === null && address === null) this.#unreachable += 1;
    this.#take(phone, address);
  }

  merge(other: QualityCounter): void {
    this.#noPhone += other.#noPhone;
    this.#unreachable += other.#unreachable;
    for (const [phone, address] of other.#seen) this.#take(phone, address);
  }

  finish(): Quality {
    return { noPhone: this.#noPhone, unreachable: this.#unreachable, duplicates: this.#duplicates };
  }

  #take(phone: number | null, address: number | null): void {
    if (phone === null && address === null) return;
    const isKnown = [phone, address].some((hash) => hash !== null && this.#hashes.has(hash));
    if (isKnown) this.#duplicates += 1;
    if (this.#seen.length >= maxKept) return;
    this.#seen.push([phone, address]);
    for (const hash of [phone, address]) if (hash !== null) this.#hashes.add(hash);
  }
}

function phoneHash(number: string | null): number | null {
  const digits = latinDigits(number ?? '').replace(/\D/g, '');
  return digits.length < fewestDigits ? null : wideHash(`p${digits.slice(-digitsCompared)}`);
}

function emailHash(email: string | null): number | null {
  const folded = foldText(email ?? '').trim();
  return folded.includes('@') ? wideHash(`e${folded}`) : null;
}

/** 53 bits: among a hundred thousand, two that are not the same are told apart. */
function wideHash(text: string): number {
  return hashText(text) * 0x20_0000 + (hashText(text, 0x9747b28c) & 0x1f_ffff);
}
