/**
 * Applies filters to a cached answer that contains all of its leads. This saves a request, and we can still count the
 * leads of the other filter choices. Pure apart from caches.
 */
import {
  bucketIndex,
  type HourBucket,
  hourBuckets,
  installationWords,
  keptValueTests,
  type Lead,
  type LeadFilter,
  leadMatcher,
  type LeadOutcome,
  type LeadQuality,
  numbered,
  qualityOf,
  type TextFilter,
  ValueColumns,
  type Zone,
} from '@leadbell/domain';
import type { Answer, Inquiry, Row } from './answer.ts';
import { emptyPlaced, hasOwnPlaces, matchersFor, type PlacedLead, Tally } from './tally.ts';

/** `whole` is the answer to the same query without filters. Returns null if not all of its leads were kept. */
export function narrow(whole: Answer, inquiry: Inquiry, table?: PlacedRows): Answer | null {
  if (!isWhole(whole)) return null;
  return (table?.isFor(inquiry) === true ? table : new PlacedRows(whole, inquiry)).narrow(inquiry);
}

/** Whether the answer has all of its leads. */
function isWhole({ rows, all }: Answer): boolean {
  return rows.length >= all.total;
}

/** At most this many parts of filters are kept; different filters consist of the same few parts. */
const mostMasks = 100;

type Filters = { readonly [name in keyof LeadFilter]: LeadFilter[name] | undefined };

/** 1 for each row that passes, and 0 for the others; null if all rows pass. */
type Mask = Uint8Array | null;

function passes(mask: Mask, index: number): boolean {
  return mask === null || mask[index] === 1;
}

function both(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((passed, index) => passed & (other[index] ?? 0));
}

/** The rows of an answer, with the place of each row in the counts. Filters do not change these places. */
export class PlacedRows {
  readonly #whole: Answer;
  readonly #leads: readonly Lead[];
  readonly #columns: ValueColumns;
  readonly #zone: Zone;
  readonly #isWindow: boolean;
  readonly #buckets: readonly HourBucket[];
  readonly #hours: readonly number[];
  readonly #tests = keptValueTests();
  readonly #all = new Tally(matchersFor({ filters: {} }, this.#tests), false);
  readonly #placed: readonly PlacedLead[];
  /**
   * False if there are too many values to count each by itself. A narrowed answer with fewer leads
   * may have few enough values.
   */
  readonly #haveOwnPlaces: boolean;
  /** The quality of each row, by its index; filled when an inquiry first counts quality. */
  readonly #qualities: LeadQuality[] = [];
  readonly #marks = new Map<number, number>();
  /** The rows that match each part of a filter. */
  readonly #masks = new Map<string, Uint8Array>();
  /** The version of the known words when the leads were counted; the texts of errors depend on these words. */
  readonly #words = installationWords.version;

  constructor(whole: Answer, { question, zone }: Inquiry) {
    const { rows, window } = whole;
    this.#whole = whole;
    this.#leads = rows.map(({ lead }) => lead);
    this.#columns = new ValueColumns(this.#leads);
    this.#zone = zone;
    this.#isWindow = question.kind === 'window';
    const buckets = this.#isWindow && window !== null ? hourBuckets(window, zone) : [];
    this.#buckets = buckets;
    this.#hours = rows.map(({ bulk: { createdAt } }) => (createdAt === null ? -1 : bucketIndex(buckets, createdAt)));
    this.#placed = this.#leads.map((lead) => {
      const placed = emptyPlaced();
      this.#all.place(lead, placed);
      return placed;
    });
    this.#haveOwnPlaces = this.#placed.every(hasOwnPlaces);
  }

  isFor({ question, zone }: Inquiry): boolean {
    const isOfKind = this.#isWindow === (question.kind === 'window');
    return isOfKind && zone === this.#zone && installationWords.version === this.#words;
  }

  narrow(inquiry: Inquiry): Answer {
    const { withQuality, countsAlone } = inquiry;
    const matchers = matchersFor(inquiry, this.#tests);
    const tally = new Tally(matchers, withQuality, this.#haveOwnPlaces ? this.#all : undefined);
    const match = this.#haveOwnPlaces ? this.#matching(inquiry) : null;
    const rows: Row[] = [];
    for (const [index, row] of this.#whole.rows.entries()) {
      const { lead, isSentAgain } = row;
      const placed = this.#placed[index] ?? emptyPlaced();
      if (match === null) tally.place(lead, placed);
      else match(index, placed);
      const quality =
        withQuality && placed.isOfAll ? (this.#qualities[index] ??= numbered(qualityOf(lead), this.#marks)) : null;
      tally.count(placed, this.#hours[index] ?? -1, isSentAgain === true, quality);
      if (placed.isOfAll && countsAlone === undefined) rows.push(row);
    }
    return {
      ...this.#whole,
      summary: tally.summary(this.#buckets),
      quality: tally.quality(),
      choices: { outcomes: tally.outcomes, sources: tally.sources() },
      sentAgain: tally.sentAgain,
      rows,
    };
  }

  /** Counts the outcomes of the matching leads, which takes much less time than narrowing the whole answer. */
  outcomes(inquiry: Inquiry): Readonly<Record<LeadOutcome, number>> {
    const outcomes: Record<LeadOutcome, number> = { errored: 0, created: 0, pending: 0 };
    const mask = this.#maskOfAll(inquiry.filters, this.#maskOfSought(inquiry));
    for (let index = 0; index < this.#leads.length; index += 1) {
      const lead = this.#leads[index];
      if (lead !== undefined && passes(mask, index)) outcomes[lead.outcome] += 1;
    }
    return outcomes;
  }

  /** Returns a function that places a row by its index, with the same result as `Tally.place`. */
  #matching(inquiry: Inquiry): (index: number, placed: PlacedLead) => void {
    const { status, source, ...others } = inquiry.filters;
    const ofOthers = this.#maskOfAll(others, this.#maskOfSought(inquiry));
    const ofStatus = this.#maskOfAll({ status });
    const ofSource = this.#maskOfAll({ source });
    return (index, placed) => {
      const isOther = passes(ofOthers, index);
      placed.isOfStatus = isOther && passes(ofStatus, index);
      placed.isOfSource = isOther && passes(ofSource, index);
      placed.isOfAll = placed.isOfStatus && placed.isOfSource;
    };
  }

  #maskOfSought(inquiry: Inquiry): Mask {
    if (inquiry.sought === undefined && inquiry.onlyHot !== true) return null;
    const { others: isOther } = matchersFor({ ...inquiry, filters: {} }, this.#tests);
    return Uint8Array.from(this.#leads.map(isOther), Number);
  }

  /** The leads that pass all filters and are also in `given`. */
  #maskOfAll(filters: Filters, given: Mask = null): Mask {
    let all = given;
    for (const [name, wanted] of Object.entries(filters)) {
      if (wanted === undefined) continue;
      const mask = this.#maskOf({ [name]: wanted });
      all = all === null ? mask : both(all, mask);
    }
    return all;
  }

  #maskOf(part: LeadFilter): Uint8Array {
    const key = JSON.stringify(part);
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    if (this.#masks.size >= mostMasks) this.#masks.clear();
    const mask = this.#maskOfWords(part) ?? Uint8Array.from(this.#leads.map(leadMatcher(part, this.#tests)), Number);
    this.#masks.set(key, mask);
    return mask;
  }

  /** Returns the mask for a part, which has only one filter; null if that is not a filter by words. */
  #maskOfWords({ status, or, ...words }: LeadFilter): Uint8Array | null {
    const [[name, wanted] = []] = Object.entries(words);
    if (status !== undefined || or !== undefined || name === undefined || wanted === undefined) return null;
    return this.#columns.mask(name as TextFilter, wanted, this.#tests);
  }
}

/**
 * At most this many narrowed answers are kept for each whole answer. All of them share the rows of the whole answer.
 */
const mostKept = 100;

interface OfWhole {
  readonly narrowed: Map<string, Answer | null>;
  table: PlacedRows;
}

/** Caches narrowed answers with their whole answer, so that the same filters give the same object. */
export class NarrowedAnswers {
  readonly #ofWhole = new WeakMap<Answer, OfWhole>();

  of(whole: Answer, inquiry: Inquiry): Answer | null {
    const { narrowed, table } = this.#kept(whole, inquiry);
    const known = narrowed.get(inquiry.key);
    if (known !== undefined) return known;
    if (narrowed.size >= mostKept) narrowed.clear();
    const made = narrow(whole, inquiry, table);
    narrowed.set(inquiry.key, made);
    return made;
  }

  /** Returns only the number of leads with each outcome in the narrowed answer. */
  outcomes(whole: Answer, inquiry: Inquiry): Readonly<Record<LeadOutcome, number>> | null {
    return isWhole(whole) ? this.#kept(whole, inquiry).table.outcomes(inquiry) : null;
  }

  #kept(whole: Answer, inquiry: Inquiry): OfWhole {
    const ofWhole = this.#ofWhole.get(whole) ?? { narrowed: new Map(), table: new PlacedRows(whole, inquiry) };
    this.#ofWhole.set(whole, ofWhole);
    if (!ofWhole.table.isFor(inquiry)) ofWhole.table = new PlacedRows(whole, inquiry);
    return ofWhole;
  }
}
