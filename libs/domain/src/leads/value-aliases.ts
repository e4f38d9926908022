/**
 * Groups spellings of one value in any language, like "KIA" and "كيا", "Riyadh" and "الرياض"; also knows names that
 * mean exactly one value. Spellings are configured and never guessed. Pure apart from its own state.
 */
import { foldText } from '../text/fold.ts';
import type { TextFilter } from './lead-filter.ts';

/** For each filter, groups of spellings that mean the same value. */
export type AliasGroups = Readonly<Partial<Record<TextFilter, readonly (readonly string[])[]>>>;

/** For each filter, names that mean exactly one value, because the DMS has a code for each of these names. */
export type ExactNames = Readonly<Partial<Record<TextFilter, readonly string[]>>>;

const arabic = /\p{Script=Arabic}/u;

export class ValueAliases {
  #given: AliasGroups = {};
  #groups = new Map<string, readonly string[]>();
  #names = new Set<string>();

  constructor(groups: AliasGroups = {}) {
    this.use(groups);
  }

  /** Replaces all groups and names. */
  use(groups: AliasGroups, names: ExactNames = {}): void {
    this.#given = groups;
    this.#names = new Set(Object.entries(names).flatMap(([filter, all]) => all.map((one) => keyOf(filter, one))));
    this.#groups = new Map(
      Object.entries(groups).flatMap(([filter, all]) =>
        all.flatMap((group) => group.map((one) => [keyOf(filter, one), group] as const)),
      ),
    );
  }

  groups(filter: TextFilter): readonly (readonly string[])[] {
    return this.#given[filter] ?? [];
  }

  /** Whether a filter with this name finds only exactly this value, not longer values that contain its words. */
  isExact(filter: TextFilter, value: string): boolean {
    return this.#names.has(keyOf(filter, value));
  }

  /** Returns all spellings of the value, including itself. */
  spellings(filter: TextFilter, value: string): readonly string[] {
    return this.#groups.get(keyOf(filter, value)) ?? [value];
  }

  /** Returns the same key for all spellings of a value. */
  keyOf(filter: TextFilter, value: string): string {
    return foldText(this.spellings(filter, value)[0] ?? value);
  }

  /**
   * Returns the spelling in the reader's script; the value itself if there is none. `language`: a language tag such as
   * `ar`.
   */
  shown(filter: TextFilter, value: string, language: string): string {
    const spellings = this.spellings(filter, value);
    if (spellings.length === 1) return value;
    const isArabic = language === 'ar';
    if (arabic.test(value) === isArabic) return value;
    return spellings.find((one) => arabic.test(one) === isArabic) ?? value;
  }
}

function keyOf(filter: string, value: string): string {
  return `${filter} ${foldText(value)}`;
}

/** The aliases of the installation that this process serves, from its settings. */
export const installationAliases: ValueAliases = new ValueAliases();
