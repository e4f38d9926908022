/**
 * Applies filters to a cached answer that contains all of its leads. This saves a request, and the other choices can
 * still be counted. Pure apart from caches.
 */
import {
  bucketIndex,
  type HourBucket,
  hourBuckets,
  installationWords,
  keptValueTests,
  type Lead,
  type LeadFilter,
  type LeadQuality,
  leadMatcher,
  qualityOf,
  type Zone,
} from '@leadbell/domain';
import type { Answer, Inquiry, Row } from './answer.ts';
import { emptyPlaced, hasOwnPlaces, matchersFor, type PlacedLead, Tally } from './tally.ts';

/** `whole` is the answer to the same query without filters. Returns null if not all of its leads were kept. */
export function narrow(whole: Answer, inquiry: Inquiry, table?: PlacedRows): Answer | null {
  if (whole.rows.length < whole.all.total) return null;
  return (table?.isFor(inquiry) === true ? table : new PlacedRows(whole, inquiry)).narrow(inquiry);
}

/** How many parts of filters are kept; different filters consist of the same few parts. */
const mostMasks = 100;

/** The rows of an answer, each with its places in the counts, which do not depend on the filters. */
export class PlacedRows {
  readonly #whole: Answer;
  readonly #leads: readonly Lead[];
  readonly #zone: Zone;
  readonly #isWindow: boolean;
  readonly #buckets: readonly HourBucket[];
  readonly #hours: readonly number[];
  readonly #tests = keptValueTests();
  readonly #all = new Tally(matchersFor({ filters: {} }, this.#tests), false);
  readonly #placed: readonly PlacedLead[];
  /**
   * False if there are too many values to count each by itself. For fewer leads, the same values may be counted
   * separately.
   */
  readonly #haveOwnPlaces: boolean;
  /** The quality of each row, by its index; filled when an inquiry first counts quality. */
  readonly #qualities: LeadQuality[] = [];
  /** For each part of a filter, which rows match it. */
  readonly #masks = new Map<string, Uint8Array>();
  /** The version of the known words at the time of counting: texts of errors depend on them. */
  readonly #words = installationWords.version;

  constructor(whole: Answer, { question, zone }: Inquiry) {
    const { rows, window } = whole;
    this.#whole = whole;
    this.#leads = rows.map(({ lead }) => lead);
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
      const quality = withQuality && placed.isOfAll ? (this.#qualities[index] ??= qualityOf(lead)) : null;
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

  /** Returns a function that places a row by its index, with the same result as `Tally.place`. */
  #matching(inquiry: Inquiry): (index: number, placed: PlacedLead) => void {
    const { status, source, ...others } = inquiry.filters;
    const ofOthers = this.#maskOfAll(others);
    if (inquiry.sought !== undefined || inquiry.onlyHot === true) {
      const { others: isOther } = matchersFor({ ...inquiry, filters: {} }, this.#tests);
      for (const [index, lead] of this.#leads.entries()) if (!isOther(lead)) ofOthers[index] = 0;
    }
    const ofStatus = this.#maskOfAll({ status });
    const ofSource = this.#maskOfAll({ source });
    return (index, placed) => {
      const isOther = ofOthers[index] === 1;
      placed.isOfStatus = isOther && ofStatus[index] === 1;
      placed.isOfSource = isOther && ofSource[index] === 1;
      placed.isOfAll = placed.isOfStatus && placed.isOfSource;
    };
  }

  #maskOfAll(filters: { readonly [name in keyof LeadFilter]: LeadFilter[name] | undefined }): Uint8Array {
    const all = new Uint8Array(this.#leads.length).fill(1);
    for (const [name, wanted] of Object.entries(filters)) {
      if (wanted === undefined) continue;
      const mask = this.#maskOf({ [name]: wanted });
      for (let index = 0; index < all.length; index += 1) all[index] = (all[index] ?? 0) & (mask[index] ?? 0);
    }
    return all;
  }

  #maskOf(part: LeadFilter): Uint8Array {
    const key = JSON.stringify(part);
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    if (this.#masks.size >= mostMasks) this.#masks.clear();
    const mask = Uint8Array.from(this.#leads.map(leadMatcher(part, this.#tests)), Number);
    this.#masks.set(key, mask);
    return mask;
  }
}

/** How many narrowed answers are kept for each whole answer, whose rows they share. */
const mostKept = 100;

interface OfWhole {
  readonly narrowed: Map<string, Answer | null>;
  table: PlacedRows;
}

/** Caches narrowed answers with their whole answer, so that the same filters give the same object. */
export class NarrowedAnswers {
  readonly #ofWhole = new WeakMap<Answer, OfWhole>();

  of(whole: Answer, inquiry: Inquiry): Answer | null {
    const ofWhole = this.#ofWhole.get(whole) ?? { narrowed: new Map(), table: new PlacedRows(whole, inquiry) };
    this.#ofWhole.set(whole, ofWhole);
    const { narrowed } = ofWhole;
    const known = narrowed.get(inquiry.key);
    if (known !== undefined) return known;
    if (narrowed.size >= mostKept) narrowed.clear();
    if (!ofWhole.table.isFor(inquiry)) ofWhole.table = new PlacedRows(whole, inquiry);
    const made = narrow(whole, inquiry, ofWhole.table);
    narrowed.set(inquiry.key, made);
    return made;
  }
}
