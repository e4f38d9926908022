import type { Instant } from '@leadbell/domain';
import type { Doubt, Look, Sought } from '@leadbell/store';
import { describe, expect, it } from 'vitest';
import { begunAgain, type HistoryMessage, metadataType, readPage, searchOf } from './search.ts';

const at = (s: number) => (s * 1_000) as Instant;
const doubt = (outboxId: number, sought: Sought = {}): Doubt => ({
  outboxId,
  key: `k${outboxId}`,
  version: 3,
  text: `text ${outboxId}`,
  attemptAt: at(50_000),
  sought,
  attempt: 1,
  isEarly: false,
});
const look = (...doubts: Doubt[]): Look => ({
  workspace: 'T1',
  channel: 'C1',
  conversation: null,
  threadTs: null,
  doubts,
  claimedAt: at(50_010),
});
const ours = (ts: string, text: string, key?: string): HistoryMessage => ({
  ts,
  text,
  bot_id: 'B1',
  ...(key === undefined ? {} : { metadata: { event_type: metadataType, event_payload: { key, version: 2 } } }),
});
const range = (...doubts: Doubt[]) => {
  const { oldest, latest } = searchOf(look(...doubts), at(70_010));
  return [Number(oldest), latest === null ? null : Number(latest)];
};

describe('a search', () => {
  it('a search begins and ends at times of Slack’s clock, whatever our clock shows', () => {
    expect(range(doubt(1, { from: 70_000, to: 70_012 }))).toEqual([69_970, 70_042]);
  });

  it('a search begins at the preceding message if that is later than the attempt', () => {
    expect(range(doubt(1, { from: 70_000, after: '69999.000200', to: 70_012 }))).toEqual([69_999.0002, 70_042]);
    expect(range(doubt(1, { after: '60000.000200' }))).toEqual([60_000.0002, null]);
  });

  it('a search begins three hours before the attempt if Slack gave no time and no earlier message is known', () => {
    expect(range(doubt(1))).toEqual([70_000 - 10_800, null]);
  });

  it('a search covers all messages in doubt', () => {
    expect(range(doubt(1, { from: 70_000, to: 70_012 }), doubt(2, { from: 70_100, to: 70_112 }))).toEqual([
      69_970, 70_142,
    ]);
  });

  it('a search continues from its cursor and restarts at most once', () => {
    const search = { ...searchOf(look(doubt(1)), null), cursor: 'c', read: 15 };
    expect(searchOf(look(doubt(2), doubt(1, { search })), null)).toBe(search);
    const again = begunAgain(search);
    expect(again).toMatchObject({ cursor: null, read: 0, latest: search.latest });
    expect(again === null ? null : begunAgain(again)).toBeNull();
  });
});

describe('a page', () => {
  const one = look(doubt(1), doubt(2));
  const search = searchOf(one, null);

  it('a page settles the messages whose keys it contains, and the last page settles the others', () => {
    const messages = [{ ts: '9.9', text: 'text 2' }, ours('8.8', 'whatever', 'k1')];
    const first = readPage(one, search, { messages, cursor: 'c' }, 'B1');
    expect(first).toMatchObject({ found: [{ outboxId: 1, ts: '8.8', version: 2 }], left: [2], end: 'more' });
    expect(readPage(one, first.search, { messages: [], cursor: '' }, 'B1')).toMatchObject({ found: [], end: 'all' });
  });

  it('a search ends after two thousand messages', () => {
    const messages = Array.from({ length: 15 }, (_, n) => ({ ts: `${n}.1`, text: 'chatter' }));
    expect(readPage(one, { ...search, read: 1_970 }, { messages, cursor: 'c' }, 'B1').end).toBe('more');
    expect(readPage(one, { ...search, read: 1_985 }, { messages, cursor: 'c' }, 'B1').end).toBe('all');
  });

  it('if metadata is withheld, messages are identified by their text, and those that are not found stay in doubt', () => {
    const page = { messages: [ours('8.8', 'text 1')], cursor: '' };
    expect(readPage(one, search, page, 'B1')).toMatchObject({
      found: [{ outboxId: 1, ts: '8.8', version: 3 }],
      left: [2],
      end: 'withheld',
    });
    expect(
      readPage(one, search, { ...page, messages: [ours('7.7', 'x', 'k9'), ours('8.8', 'text 1')] }, 'B1'),
    ).toMatchObject({ found: [], end: 'all' });
  });
});
