/**
 * The values of filters, learned from leads: brands, branches, sources, sub-sources, priorities and types as the DMS
 * sends them. For each value, it keeps the number of leads and the time at which such a lead was last read. Pure apart
 * from its own state, which is bounded. It keeps only values that may be shown, so it keeps no personal data.
 */
import { hidesPart, installationWords, type WordBook } from '../redact/word-book.ts';
import { foldText } from '../text/fold.ts';
import type { Instant } from '../time/instant.ts';
import { type Scope, scopeKey, scopeMatcher } from './rights.ts';
import { filterValues, type LeadValues } from '../leads/filter.ts';
import type { TextFilter } from '../leads/lead-filter.ts';
import { installationAliases, type ValueAliases } from '../leads/value-aliases.ts';

/** The known values that a person may see. */
export interface Vocabulary {
  /** The values of a filter, the most frequent first; each value comes once. */
  readonly valuesOf: (filter: TextFilter) => readonly string[];
}

export const noVocabulary: Vocabulary = { valuesOf: () => [] };

/**
 * A value that leads of one brand and one branch have. People see it if leads of this brand and branch are in their
 * scope.
 */
export interface SeenValue {
  readonly filter: TextFilter;
  readonly value: string;
  readonly brand: string | null;
  readonly branch: string | null;
  readonly leads: number;
  readonly seenAt: Instant;
}

/** The maximum number of rows in memory. It is also the maximum number that the store keeps for each connection. */
export const mostKnownValues = 20_000;
/** If a value has no new leads, its time is updated at most once in this period. */
const freshMs = 3_600_000;
const longest = 60;
const mostScopes = 100;

type Row = { -readonly [Key in keyof SeenValue]: SeenValue[Key] };

interface ValueGroup {
  readonly lead: LeadValues;
  leads: number;
}

/**
 * Groups leads by their values, and keeps no other data of the leads. There are few groups, because most leads of a
 * bulk have the same values as another lead.
 */
export class ValueGroups {
  readonly #groups = new Map<string, ValueGroup>();

  add({ brand, branch, source, subSource, priority, leadType, vehicleType }: LeadValues): void {
    const key = JSON.stringify([brand, branch, source, subSource, priority, leadType, vehicleType]);
    const group = this.#groups.get(key);
    if (group !== undefined) group.leads += 1;
    else if (this.#groups.size < mostGroups)
      this.#groups.set(key, { lead: { brand, branch, source, subSource, priority, leadType, vehicleType }, leads: 1 });
  }

  all(): Iterable<ValueGroup> {
    return this.#groups.values();
  }
}

const mostGroups = 2_000;

export class KnownValues {
  readonly #words: WordBook;
  readonly #aliases: ValueAliases;
  readonly #rows = new Map<string, Row>();
  /** For each value's key, the number of leads that are not stored yet. */
  #news = new Map<string, number>();
  #vocabularies = new Map<string, Vocabulary>();

  constructor(words: WordBook = installationWords, aliases: ValueAliases = installationAliases) {
    this.#words = words;
    this.#aliases = aliases;
  }

  /** Adds leads that were read. */
  see(leads: Iterable<LeadValues>, at: Instant): void {
    const groups = new ValueGroups();
    for (const lead of leads) groups.add(lead);
    this.seeGroups(groups, at, false);
  }

  /** `areNew`: none of the leads was counted before. */
  seeGroups(groups: ValueGroups, at: Instant, areNew: boolean): void {
    for (const group of groups.all()) this.#seeGroup(group, at, areNew);
  }

  #seeGroup({ lead, leads }: ValueGroup, at: Instant, areNew: boolean): void {
    const [brand, branch] = [this.#shown(lead.brand), this.#shown(lead.branch)];
    for (const [filter, values] of filterValues(lead)) {
      for (const given of values) {
        const value = this.#shown(given);
        if (value === null) continue;
        const key = seenValueKey({ filter, value, brand, branch });
        const row = this.#rows.get(key);
        const added = areNew || row === undefined ? leads : 0;
        if (row !== undefined && added === 0 && at - row.seenAt < freshMs) continue;
        if (!this.#put(key, { filter, value, brand, branch, leads: (row?.leads ?? 0) + added, seenAt: at })) continue;
        this.#news.set(key, (this.#news.get(key) ?? 0) + added);
      }
    }
  }

  /** Adds rows that were read from the store. */
  learn(rows: Iterable<SeenValue>): void {
    for (const row of rows) {
      const key = seenValueKey(row);
      this.#put(key, { ...row, leads: row.leads + (this.#news.get(key) ?? 0) });
    }
  }

  /** Returns the rows that changed since the last call, each with the number of leads to add to the stored row. */
  takeNews(): readonly SeenValue[] {
    const news = [...this.#news].flatMap(([key, leads]) => {
      const row = this.#rows.get(key);
      return row === undefined ? [] : [{ ...row, leads }];
    });
    this.#news = new Map();
    return news;
  }

  /** Takes back rows that could not be stored. */
  giveBack(rows: Iterable<SeenValue>): void {
    for (const row of rows) {
      const key = seenValueKey(row);
      this.#news.set(key, (this.#news.get(key) ?? 0) + row.leads);
    }
  }

  forgetBefore(at: Instant): void {
    for (const [key, { seenAt }] of this.#rows) {
      if (seenAt >= at) continue;
      this.#rows.delete(key);
      this.#vocabularies.clear();
    }
  }

  /** Must be called after the groups of equal spellings in the settings have changed. */
  aliasesChanged(): void {
    this.#vocabularies.clear();
  }

  within(scope: Scope): Vocabulary {
    const key = scopeKey(scope);
    const known = this.#vocabularies.get(key);
    if (known !== undefined) return known;
    if (this.#vocabularies.size >= mostScopes) this.#vocabularies.clear();
    const vocabulary = this.#vocabularyOf(scopeMatcher(scope));
    this.#vocabularies.set(key, vocabulary);
    return vocabulary;
  }

  /** The values are counted only when they are needed, because most answers need no values. */
  #vocabularyOf(isInScope: (row: SeenValue) => boolean): Vocabulary {
    let values: ReadonlyMap<TextFilter, readonly string[]> | null = null;
    return { valuesOf: (filter) => (values ??= this.#valuesOf(isInScope)).get(filter) ?? [] };
  }

  #valuesOf(isInScope: (row: SeenValue) => boolean): ReadonlyMap<TextFilter, readonly string[]> {
    const counts = new Map<TextFilter, Map<string, { value: string; most: number; leads: number }>>();
    for (const row of this.#rows.values()) {
      if (!isInScope(row)) continue;
      const ofFilter = counts.get(row.filter) ?? new Map<string, { value: string; most: number; leads: number }>();
      counts.set(row.filter, ofFilter);
      const key = this.#aliases.keyOf(row.filter, row.value);
      const count = ofFilter.get(key) ?? { value: row.value, most: 0, leads: 0 };
      if (row.leads > count.most) [count.value, count.most] = [row.value, row.leads];
      count.leads += row.leads;
      ofFilter.set(key, count);
    }
    return new Map(
      [...counts].map(([filter, ofFilter]) => [
        filter,
        [...ofFilter.values()]
          .toSorted((a, b) => b.leads - a.leads || a.value.localeCompare(b.value, 'en'))
          .map(({ value }) => value),
      ]),
    );
  }

  #put(key: string, row: Row): boolean {
    const before = this.#rows.get(key);
    if (before === undefined && this.#rows.size >= mostKnownValues) return false;
    if (before?.leads !== row.leads) this.#vocabularies.clear();
    this.#rows.set(key, before === undefined || row.seenAt >= before.seenAt ? row : { ...row, seenAt: before.seenAt });
    return true;
  }

  /** Returns null if there is no value, if it is too long, or if a part of it would be hidden. */
  #shown(value: string | null): string | null {
    const tidy = value?.replace(/\s+/g, ' ').trim() ?? '';
    if (tidy === '' || tidy.length > longest || foldText(tidy) === '') return null;
    return hidesPart(this.#words.value(tidy)) ? null : tidy;
  }
}

/** The key of a row. Spellings that the settings declare equal still have different keys. */
export function seenValueKey({
  filter,
  value,
  brand,
  branch,
}: Pick<SeenValue, 'filter' | 'value' | 'brand' | 'branch'>): string {
  return JSON.stringify([filter, foldText(value), foldText(brand ?? ''), foldText(branch ?? '')]);
}
