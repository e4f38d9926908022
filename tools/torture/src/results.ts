/**
 * Stores the results so far, with one line of JSON for each lot, so that an interrupted run can
 * continue. Effects: reads and writes files of one folder.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tally } from './tally.ts';

export interface LotResult extends Tally {
  readonly scenario: string;
  readonly lot: number;
  readonly seed: number;
  /** The safeguard that was removed; null if none was. */
  readonly without: string | null;
  readonly seconds: number;
  /** The requested number of rounds, and a hash of the code; absent in results of older versions. */
  readonly asked?: number;
  readonly code?: string | null;
  /** True if this machine can't run the scenario. */
  readonly isImpossible: boolean;
}

/** Identifies the result of a lot. If one of these fields differs, for example the code, the lot must run again. */
export type LotName = Required<Pick<LotResult, 'scenario' | 'lot' | 'seed' | 'without' | 'asked' | 'code'>>;

export interface Results {
  readonly all: readonly LotResult[];
  find(lot: LotName): LotResult | undefined;
  append(result: LotResult): void;
}

export function openResults(folder: string): Results {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'results.jsonl');
  const all = existsSync(file) ? read(readFileSync(file, 'utf8')) : [];
  return {
    all,
    find(lot) {
      // Without git we can't know whether the code has changed since an earlier result.
      if (lot.code === null) return undefined;
      const names = Object.keys(lot) as (keyof LotName)[];
      return all.find((one) => names.every((name) => one[name] === lot[name]));
    },
    append(result) {
      all.push(result);
      appendFileSync(file, `${JSON.stringify(result)}\n`);
    },
  };
}

/** Leaves out a line that was cut by an interruption. */
function read(text: string): LotResult[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as LotResult];
    } catch {
      return [];
    }
  });
}
