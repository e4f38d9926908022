import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goldens } from './goldens.ts';

let folder: URL;

beforeEach(() => {
  folder = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'goldens-'))}/`);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('goldens', () => {
  it('a golden is written in update mode, and then compared', () => {
    goldens(folder, true).expect('card.json', { text: 'one' });
    expect(readFileSync(new URL('card.json', folder), 'utf8')).toBe('{\n  "text": "one"\n}\n');
    goldens(folder, false).expect('card.json', { text: 'one' });
    expect(() => goldens(folder, false).expect('card.json', { text: 'two' })).toThrow(/golden \S+\/card\.json; if/);
  });

  it('a missing golden fails, and the error shows what would be in it', () => {
    expect(() => goldens(folder, false).expect('absent.txt', 'hello')).toThrow(/no golden \S+\/absent\.txt: [^]*hello/);
  });

  it('an error names a golden by its path from the root of the repository', () => {
    const golden = goldens(new URL('__golden__/', import.meta.url), false);
    expect(() => golden.expect('absent.txt', 'hello')).toThrow('no golden libs/testing/src/__golden__/absent.txt: ');
  });

  it('a file that no test has asked for is reported', () => {
    writeFileSync(new URL('old.txt', folder), 'old\n');
    const golden = goldens(folder, false);
    expect(golden.expectNoOrphans).toThrow('delete them');
    golden.expect('old.txt', 'old');
    golden.expectNoOrphans();
  });

  it('a second golden with the same name is refused, and so is a name outside the folder', () => {
    const golden = goldens(folder, true);
    golden.expect('one.txt', 'one');
    expect(() => golden.expect('one.txt', 'one')).toThrow('two goldens');
    expect(() => golden.expect('../one.txt', 'one')).toThrow(RangeError);
  });
});
