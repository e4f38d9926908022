/**
 * Goldens: expected text in small named files, which a person reads before they are accepted. `UPDATE_GOLDENS=1` writes
 * the files that tests ask for (and deletes none); without it a missing or differing file fails, and so does a file
 * that no test asked for.
 *
 *     const golden = goldens(new URL('./__golden__/', import.meta.url));
 *     afterAll(golden.expectNoOrphans);
 *     it('…', () => golden.expect('today.en.json', card));
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Goldens {
  /**
   * Compares text unchanged, and everything else as JSON indented by two spaces; in the file both end with one line
   * break.
   */
  readonly expect: (name: string, actual: unknown) => void;
  /**
   * Pass it to `afterAll`: fails on files in the folder that no test of this run has used. It only makes sense if the
   * whole test file runs.
   */
  readonly expectNoOrphans: () => void;
}

/** `folder` ends with a slash; each folder belongs to one test file. */
export function goldens(folder: URL, update: boolean = process.env['UPDATE_GOLDENS'] === '1'): Goldens {
  const asked = new Set<string>();
  return {
    expect(name, actual) {
      if (!/^[\w.-]+$/.test(name)) throw new RangeError(`not a file name: ${name}`);
      if (asked.has(name)) throw new Error(`two goldens of one name: ${name}`);
      asked.add(name);
      const file = new URL(name, folder);
      const text = asText(actual);
      if (update) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, text);
        return;
      }
      const path = relative(root, fileURLToPath(file));
      if (!existsSync(file))
        throw new Error(`no golden ${path}: run with UPDATE_GOLDENS=1 and read it. It would be:\n${text}`);
      expect(text, `golden ${path}; if it is right as it is now, run with UPDATE_GOLDENS=1`).toBe(
        readFileSync(file, 'utf8'),
      );
    },
    expectNoOrphans() {
      const onDisk = existsSync(folder) ? readdirSync(folder) : [];
      expect(
        onDisk.filter((name) => !asked.has(name)),
        'goldens that no test asked for: delete them',
      ).toEqual([]);
    },
  };
}

function asText(actual: unknown): string {
  const text = typeof actual === 'string' ? actual : JSON.stringify(actual, null, 2);
  return text.endsWith('\n') ? text : `${text}\n`;
}
