/**
 * Follows one answer as it arrives: finds out which bulks count, how long the answer is, and whether its last bulk is
 * complete. Holds the last bulk back until it is clear whether the answer was cut off; passes earlier bulks on at once,
 * so an answer is never kept in memory.
 */
import { type Bulk, type CountedLead, hashText, type Instant, isIn, wholeLead, type Window } from '@leadbell/domain';
import type { Verdicts } from './bulk-reader.ts';
import type { CountedPart } from './leads-api.ts';
import type { Awaited, ReadState } from './read-state.ts';

/** At most this many creation times are kept to compute the median. */
const maxInstants = 10_000;

const none: readonly Awaited[] = Object.freeze([]);

interface Held {
  readonly parts: readonly CountedPart[];
  readonly number: number;
  readonly key: string;
  readonly awaited: Awaited;
}

export class AnswerWatch implements Verdicts {
  readonly #state: ReadState;
  /** Only bulks created in this window count. Null: a bulk was requested by its number, so every bulk counts. */
  readonly #keep: Window | null;
  /** `hasBorder` becomes true when the answer has a bulk that was created at this instant. */
  readonly #border: Instant | null;
  readonly #beganAt: Instant;
  #current = { number: 0, leads: 0, first: '' };
  #answer = 0;
  /**
   * Problems that are not passed on yet. A bulk's problems wait until the bulk ends; problems outside any bulk wait
   * until the answer ends.
   */
  #problems: CountedPart[] = [];
  #held: Held | null = null;
  /**
   * The entry of the last bulk so far, if another answer may have been cut off in this bulk. If this answer was cut off
   * there too, it does not confirm that the bulk is complete.
   */
  #lastAwaited: Awaited | null = null;
  #instants: Instant[] = [];
  /** The creation time of each bulk, by key, because a bulk that is listed twice must not move the median. */
  #distinct = new Map<string, Instant>();
  /** The size of the answer as it arrived, before bulks are dropped. */
  size = { bulks: 0, leads: 0, short: 0, largest: 0 };
  /** A sum over the bulks' keys. Answers with the same bulks have the same sum, whatever their order. */
  keys = 0;
  /**
   * The number of bulks that this answer adds to the read, without those that were created in the last minute before
   * the request.
   */
  fresh = 0;
  hasBorder = false;

  constructor(state: ReadState, keep: Window | null, border: Instant | null = null) {
    this.#state = state;
    this.#keep = keep;
    this.#border = border;
    this.#beganAt = state.memory.now();
  }

  /** Starts a new attempt, whose bulks are counted from zero. */
  begin(): void {
    this.size = { bulks: 0, leads: 0, short: 0, largest: 0 };
    this.keys = 0;
    this.hasBorder = false;
    this.#lastAwaited = null;
    this.#answer = this.#state.nextAnswer();
    this.#instants = [];
    this.#distinct.clear();
    this.#problems = [];
  }

  nextNumber(): number {
    this.#current = { number: this.#state.nextNumber(), leads: 0, first: '' };
    return this.#current.number;
  }

  judge(info: Bulk): 'keep' | 'outside-window' | 'duplicate' {
    const { leads } = this.#current;
    const { createdAt, key, totalRecords } = info;
    this.end(false);
    this.size.bulks += 1;
    this.size.largest = Math.max(this.size.largest, leads);
    if (totalRecords !== null && totalRecords > leads) this.size.short += 1;
    this.keys = (this.keys + hashText(key)) >>> 0;
    if (createdAt !== null && this.#keep !== null) {
      if (createdAt === this.#border) this.hasBorder = true;
      if (createdAt > this.#beganAt) this.#state.memory.learn({ kind: 'ahead', createdAt });
      if (!isIn(this.#keep, createdAt)) return 'outside-window';
      if (this.#instants.length < maxInstants) this.#instants.push(createdAt);
      if (this.#distinct.size < maxInstants) this.#distinct.set(key, createdAt);
    }
    const awaited = this.#state.awaited.get(key);
    if (awaited !== undefined) return this.#judgeAgain(awaited, leads);
    if (this.#state.seen.has(key) || this.#isKnown(info)) return 'duplicate';
    this.#state.seen.add(key);
    if (createdAt === null || this.#beganAt - createdAt > 60_000) this.fresh += 1;
    return 'keep';
  }

  /**
   * Whether an earlier answer had this bulk under another key. The keys differ if the bulk's leads have changed since,
   * or if one of the two answers was cut off in the middle of the bulk.
   */
  #isKnown(info: Bulk): boolean {
    if (info.createdAt === null) return false;
    const { awaited, origins } = this.#state;
    const { leads, first } = this.#current;
    const origin = originOf(info, first);
    const alike = awaited.size === 0 ? none : [...awaited.values()].filter((one) => one.origin === origin);
    if (alike.some((one) => leads <= one.longest)) return true;
    for (const one of alike) {
      one.longest = leads;
      one.longer = true;
    }
    if (alike.length === 0 && (origins.get(origin) ?? this.#answer) < this.#answer) return true;
    origins.set(origin, this.#answer);
    return false;
  }

  #judgeAgain(awaited: Awaited, leads: number): 'keep' | 'duplicate' {
    if (awaited.confirmed || leads <= awaited.longest) {
      // A further copy of a longer version does not confirm the shorter one.
      if (leads <= awaited.leads) this.#lastAwaited = awaited;
      return 'duplicate';
    }
    awaited.longest = leads;
    awaited.longer = true;
    return 'keep';
  }

  /** Call when the answer is over. `isFull`: the answer is so long that the DMS may have stopped early. */
  end(isFull: boolean): void {
    if (this.#lastAwaited !== null && !isFull) this.#lastAwaited.confirmed = true;
    this.#lastAwaited = null;
  }

  /** Returns the parts that can be passed on now. */
  take(part: CountedPart): readonly CountedPart[] {
    switch (part.type) {
      case 'leads':
        if (this.#current.leads === 0) this.#current.first = nameOf(part.leads[0]);
        this.#current.leads += part.leads.length;
        this.size.leads += part.leads.length;
        return [part];
      case 'problem':
        this.#problems.push(part);
        return [];
      case 'bulk': {
        const before = this.#passOn();
        this.#hold(part);
        return before;
      }
      default:
        return [part];
    }
  }

  #hold(part: Extract<CountedPart, { type: 'bulk' }>): void {
    const { key } = part.info;
    const { leads, first } = this.#current;
    const awaited = { origin: originOf(part.info, first), leads, longest: leads, confirmed: false, longer: false };
    this.#problems.push(part);
    this.#held = { parts: this.#problems, number: part.bulk, key, awaited };
    this.#problems = [];
  }

  /** Makes the readers of other answers look for the last bulk of this answer. */
  await(): void {
    if (this.#held !== null) this.#state.awaited.set(this.#held.key, this.#held.awaited);
  }

  /** Whether another answer has shown that this answer's last bulk lacks leads. */
  get isCutInBulk(): boolean {
    return this.#held !== null && this.#held.awaited.longer && !this.#held.awaited.confirmed;
  }

  /** Drops problems outside any bulk, because an earlier answer to the same window has already reported them. */
  forgetStrays(): void {
    this.#problems = [];
  }

  /** Passes on the last bulk, unless a longer version has replaced it. */
  *release(): Generator<CountedPart> {
    yield* this.#passOn();
    yield* this.#problems;
    this.#problems = [];
  }

  #passOn(): readonly CountedPart[] {
    const held = this.#held;
    if (held === null) return [];
    const isReplaced = this.isCutInBulk;
    this.#held = null;
    this.#state.awaited.delete(held.key);
    return isReplaced ? [{ type: 'dropped', bulk: held.number, reason: 'incomplete' }] : held.parts;
  }

  /** The median creation time of the answer's bulks; null if none is known. */
  middle(): Instant | null {
    const sorted = [...this.#distinct.values()].toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  countAt(instant: Instant): number {
    return this.#instants.filter((at) => at === instant).length;
  }

  /**
   * Whether all bulks of the answer have the same creation time. If so, a request for that instant alone would get the
   * same answer.
   */
  get isOneInstantAlone(): boolean {
    return this.#instants.length === this.size.bulks && this.onlyInstant() !== null;
  }

  /** The creation time that all bulks of the answer have; null if their times differ or are unknown. */
  onlyInstant(): Instant | null {
    const [first = null] = this.#instants;
    return this.#instants.every((at) => at === first) ? first : null;
  }
}

function originOf({ createdAt, createdBy }: Bulk, first: string): string {
  return `${createdAt ?? ''} ${createdBy ?? ''} ${first}`;
}

/** Describes a bulk's first lead, to tell apart bulks with the same creation time and user. */
function nameOf(lead: CountedLead | undefined): string {
  if (lead === undefined) return '';
  return (
    lead.externalId ??
    hashText(JSON.stringify({ ...wholeLead(lead), leadId: null, outcome: '', errors: [] })).toString(36)
  );
}
