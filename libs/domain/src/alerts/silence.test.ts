import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installationAliases } from '../leads/value-aliases.ts';
import type { Instant } from '../time/instant.ts';
import { isSilenced } from './silence.ts';

const member = (
  source: readonly string[],
  errors: readonly string[] = ['INVALID_PHONE|'],
  resolvedAt: Instant | null = null,
) => ({
  traits: { source, brand: [], branch: [] },
  errors: errors.map((fingerprint) => ({ fingerprint, leads: 1 })),
  resolvedAt,
});

const wordsOf = (fingerprint: string) => (fingerprint === 'INVALID_PHONE|' ? ['Phone … not valid'] : []);

describe('whether a silence applies:', () => {
  beforeEach(() => installationAliases.use({ source: [['Walk-in', 'زيارة']] }));
  afterEach(() => installationAliases.use({}));

  it.each([
    ['the only bulk matches', [member(['Email'])], { source: 'email' }, true],
    ['both bulks match', [member(['Email']), member(['Email', 'E-Mail, Email'])], { source: 'email' }, true],
    ['one of two sources does not match', [member(['Email', 'Website'])], { source: 'email' }, false],
    [
      'the bulk that does not match is resolved',
      [member(['Email']), member(['Website'], [], 1 as Instant)],
      { source: 'email' },
      true,
    ],
    ['the source is not known', [member([])], { source: 'email' }, false],
    ['the code of the error matches', [member([])], { error: 'invalid_phone' }, true],
    ['the shown words of the error match', [member([])], { error: 'phone not Valid' }, true],
    ['the error is written as it is shown', [member([])], { error: 'Phone … not valid' }, true],
    ['the error is another one', [member([])], { error: 'Branch not found' }, false],
    ['only one of two errors matches', [member([], ['INVALID_PHONE|', 'BRANCH|'])], { error: 'not valid' }, false],
    ['the bulk has no errors', [member([], [])], { error: 'phone' }, false],
    ['the rule is another one', [member(['Email'])], { source: 'email', rule: 'no-leads' }, false],
    ['the cause matches', [member(['Email'])], { cause: { rule: 'bulk-errors', group: 'g', name: 'n' } }, true],
    ['the cause is another one', [member(['Email'])], { cause: { rule: 'bulk-errors', group: 'h', name: 'n' } }, false],
    ['the silence names nothing', [member(['Email'])], {}, false],
    ['the silence has another spelling of the source', [member(['Walk-in'])], { source: 'زيارة' }, true],
    ['the bulk has another spelling of the source', [member(['زيارة'])], { source: 'walk-in' }, true],
    ['the silence has only a part of a word of the source', [member(['Website'])], { source: 'web' }, false],
    ['the silence writes the source without its hyphen', [member(['Walk-in'])], { source: 'walk in' }, true],
    ['one word of the source matches', [member(['Walk-in Jeddah'])], { source: 'jeddah' }, true],
    ['one source is not a spelling of the silenced one', [member(['زيارة', 'Email'])], { source: 'Walk-in' }, false],
  ])('%s', (_, members, matcher, expected) => {
    expect(isSilenced({ rule: 'bulk-errors', group: 'g' }, members, matcher, wordsOf)).toBe(expected);
  });
});
