/**
 * Finds the leads of an answer that a later bulk resent, regardless of the order in which bulks
 * arrived. No effects.
 */
import { type DatedBulk, earliestFirst, findReplaced } from '@leadbell/domain';
import type { LeadColumns } from './columns.ts';

/** Tells which leads count and which are resends, by the lead's index in the columns. */
export interface Resends {
  /** False if a later bulk resent the lead, or if its bulk is not part of the answer. */
  isCounted(place: number): boolean;
  isSentAgain(place: number): boolean;
}

const replaced = 1;
const sentAgain = 2;
const incomplete = 4;

/** Resolves in the next turn of the event loop. */
export type Turn = () => Promise<void>;

/** This many leads are processed in one turn, which takes a few milliseconds. */
export const leadsInTurn = 10_000;

/** `bulks`: the complete bulks. */
export async function findResends(
  columns: LeadColumns,
  bulks: ReadonlyMap<number, DatedBulk>,
  turn: Turn,
): Promise<Resends> {
  const ranks = ranksOf(bulks);
  const states = new Uint8Array(columns.size);
  let [bulk, isComplete] = [-1, false];
  for (let place = 0; place < columns.size; place += 1) {
    if (place % leadsInTurn === leadsInTurn - 1) await turn();
    // The leads of a bulk follow each other, so look the bulk up only when it changes.
    const itsBulk = columns.bulkOf(place);
    if (itsBulk !== bulk) [bulk, isComplete] = [itsBulk, ranks.has(itsBulk)];
    if (!isComplete) states[place] = incomplete;
  }
  let looked = 0;
  for (const places of await sameNumbers(columns, states, turn)) {
    looked += places.length;
    if (looked >= leadsInTurn) {
      looked = 0;
      await turn();
    }
    markResends(places, columns, ranks, states);
  }
  return {
    isCounted: (place) => ((states[place] ?? 0) & (replaced | incomplete)) === 0,
    isSentAgain: (place) => ((states[place] ?? 0) & sentAgain) !== 0,
  };
}

function ranksOf(bulks: ReadonlyMap<number, DatedBulk>): ReadonlyMap<number, number> {
  const sorted = [...bulks].toSorted(([n, a], [m, b]) => earliestFirst(a, b) || n - m);
  return new Map(sorted.map(([number], rank) => [number, rank]));
}

/**
 * Groups the indexes of leads with the same external id. Uses its own hash table, because a
 * `Map` of a hundred thousand numbers needs ten times the memory.
 */
async function sameNumbers(
  columns: LeadColumns,
  states: Uint8Array,
  turn: Turn,
): Promise<readonly (readonly number[])[]> {
  const { size } = columns;
  const slots = 2 ** Math.ceil(Math.log2(size * 2 + 2));
  const latest = new Int32Array(slots).fill(-1);
  const before = new Int32Array(size).fill(-1);
  const several = new Set<number>();
  for (let place = 0; place < size; place += 1) {
    if (place % leadsInTurn === leadsInTurn - 1) await turn();
    const number = columns.numberOf(place);
    if (Number.isNaN(number) || states[place] !== 0) continue;
    // The low bits select the slot, because the table's size is a power of two.
    let slot = number & (slots - 1);
    for (;;) {
      const there = latest[slot] ?? -1;
      if (there < 0) break;
      if (columns.numberOf(there) === number) {
        before[place] = there;
        several.add(slot);
        break;
      }
      slot = (slot + 1) & (slots - 1);
    }
    latest[slot] = place;
  }
  return [...several].map((slot) => {
    const places: number[] = [];
    for (let place = latest[slot] ?? -1; place >= 0; place = before[place] ?? -1) places.push(place);
    return places;
  });
}

function markResends(
  places: readonly number[],
  columns: LeadColumns,
  ranks: ReadonlyMap<number, number>,
  states: Uint8Array,
): void {
  const leads = places
    .map((place) => ({ place, bulk: ranks.get(columns.bulkOf(place)) ?? -1 }))
    .toSorted((a, b) => a.bulk - b.bulk || a.place - b.place);
  if (leads[0]?.bulk === leads.at(-1)?.bulk) return;
  const found = findReplaced(
    leads.map(({ place, bulk }) => {
      const { phone, email, name } = columns.marksOf(place);
      return { bulk, marks: [listOf(phone), listOf(email), listOf(name)] };
    }),
  );
  for (const [index, earlier] of found.entries()) {
    const [place, old] = [leads[index]?.place, leads[earlier]?.place];
    if (place === undefined || old === undefined) continue;
    states[place] = (states[place] ?? 0) | sentAgain;
    states[old] = (states[old] ?? 0) | replaced;
  }
}

function listOf(hash: number | null): readonly number[] {
  return hash === null ? [] : [hash];
}
