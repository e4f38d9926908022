/**
 * Packs the fields of each lead's person into about a hundred bytes, as sent. The fields show
 * whether two leads belong to one person. They are not parsed at once, because parsing is slow and
 * nearly all leads are sent only once. No effects. The packed fields exist only while an answer is
 * read, and are never a part of the answer.
 */
import { type CountedLead, type PartialLead, readTextForm, unread } from '@leadbell/domain';

export type PersonFields = Pick<
  CountedLead,
  'phoneCode' | 'phoneNumber' | 'email' | 'firstName' | 'lastName' | 'contactName'
>;

const pageBits = 18;
const pageSize = 1 << pageBits;
/** The largest number of characters in all fields of a person; most people have fewer. */
const mostChars = 160;
/** A field takes at most three bytes for each character, and one byte for its length. */
const mostBytes = mostChars * 3 + 6;
/** Stored instead of a length if the fields follow as `copyPerson` writes them. No field is this long. */
const asSent = 254;
const mostSentBytes = 400;
/** Stored instead of a length if the field is absent. */
const nothing = 255;

export class PackedPeople {
  readonly #pages: Uint8Array<ArrayBuffer>[] = [];
  #end = pageSize;

  /** Returns the index for `at`; -1 if the fields are too long to pack. */
  add(person: PersonFields | PartialLead): number {
    return 'copyPerson' in person ? this.#copy(person) : this.#addTexts(person);
  }

  /**
   * Frees the memory at once, because the garbage collector may run only after the next answer. Nothing can be read
   * afterwards.
   */
  release(): void {
    for (const page of this.#pages.splice(0)) page.buffer.transfer(0);
    this.#end = pageSize;
  }

  /** Copies the fields as sent; they are parsed when they are read. */
  #copy(person: PartialLead): number {
    const page = this.#pageFor(mostSentBytes);
    const start = this.#end;
    page[start] = asSent;
    const end = person.copyPerson(page, start + 1, start + mostSentBytes);
    if (end < 0) return -1;
    this.#end = end;
    return (this.#pages.length - 1) * pageSize + start;
  }

  #pageFor(bytes: number): Uint8Array {
    if (this.#end + bytes > pageSize) {
      this.#pages.push(new Uint8Array(pageSize));
      this.#end = 0;
    }
    return this.#pages.at(-1) ?? new Uint8Array();
  }

  #addTexts({ phoneCode, phoneNumber, email, firstName, lastName, contactName }: PersonFields): number {
    const chars =
      lengthOf(phoneCode) +
      lengthOf(phoneNumber) +
      lengthOf(email) +
      lengthOf(firstName) +
      lengthOf(lastName) +
      lengthOf(contactName);
    if (chars > mostChars) return -1;
    this.#pageFor(mostBytes);
    const start = this.#end;
    this.#write(phoneCode);
    this.#write(phoneNumber);
    this.#write(email);
    this.#write(firstName);
    this.#write(lastName);
    this.#write(contactName);
    return (this.#pages.length - 1) * pageSize + start;
  }

  at(place: number): PersonFields {
    const page = this.#pages[place >>> pageBits] ?? new Uint8Array();
    const at = place & (pageSize - 1);
    const reader = page[at] === asSent ? new SentReader(page, at + 1) : new FieldReader(page, at);
    return {
      phoneCode: reader.next(),
      phoneNumber: reader.next(),
      email: reader.next(),
      firstName: reader.next(),
      lastName: reader.next(),
      contactName: reader.next(),
    };
  }

  #write(text: string | null): void {
    const page = this.#pages.at(-1) ?? new Uint8Array();
    let end = this.#end;
    if (text === null) {
      page[end] = nothing;
      this.#end = end + 1;
      return;
    }
    page[end++] = text.length;
    for (let n = 0; n < text.length; n += 1) {
      const code = text.charCodeAt(n);
      if (code < 0x80) page[end++] = code;
      else if (code < 0x800) {
        page[end++] = 0xc0 | (code >> 6);
        page[end++] = 0x80 | (code & 0x3f);
      } else {
        page[end++] = 0xe0 | (code >> 12);
        page[end++] = 0x80 | ((code >> 6) & 0x3f);
        page[end++] = 0x80 | (code & 0x3f);
      }
    }
    this.#end = end;
  }
}

const utf8 = new TextDecoder();

class SentReader {
  readonly #page: Uint8Array;
  #at: number;

  constructor(page: Uint8Array, at: number) {
    this.#page = page;
    this.#at = at;
  }

  next(): string | null {
    const start = this.#at + 1;
    const end = start + (this.#page[this.#at] ?? 0);
    this.#at = end;
    if (end === start) return null;
    const read = readTextForm(JSON.parse(utf8.decode(this.#page.subarray(start, end))), false);
    return read === unread ? null : read;
  }
}

class FieldReader {
  readonly #page: Uint8Array;
  #at: number;

  constructor(page: Uint8Array, at: number) {
    this.#page = page;
    this.#at = at;
  }

  next(): string | null {
    const length = this.#byte();
    if (length === nothing) return null;
    return String.fromCharCode(...Array.from({ length }, () => this.#code()));
  }

  #code(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    if (first < 0xe0) return ((first & 0x1f) << 6) | (this.#byte() & 0x3f);
    return ((first & 0x0f) << 12) | ((this.#byte() & 0x3f) << 6) | (this.#byte() & 0x3f);
  }

  #byte(): number {
    this.#at += 1;
    return this.#page[this.#at - 1] ?? 0;
  }
}

function lengthOf(text: string | null): number {
  return text === null ? 0 : text.length;
}
