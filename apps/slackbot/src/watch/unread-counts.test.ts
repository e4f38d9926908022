import { expect, test } from 'vitest';
import { createUnreadCounts } from './unread-counts.ts';

const bulk = (key: string, ...unread: string[]) => ({ observation: { info: { key } }, unread });
const isNew = () => true;
const isOld = () => false;

test('each unreadable value of a growing bulk counts once', () => {
  const counts = createUnreadCounts();
  const first = [bulk('a', 'createdDate', 'leads.isError'), bulk('b')];
  expect(Object.fromEntries(counts.news(first, isNew))).toEqual({ createdDate: 1, 'leads.isError': 1 });
  counts.remember(first);
  expect(counts.news(first, isOld).size).toBe(0);
  const grown = [bulk('a', 'createdDate', 'leads.isError', 'leads.isError'), bulk('b', 'createdDate')];
  expect(Object.fromEntries(counts.news(grown, isOld))).toEqual({ 'leads.isError': 1, createdDate: 1 });
});

test('unreadable values of bulks that were not stored count again', () => {
  const counts = createUnreadCounts();
  counts.news([bulk('a', 'createdDate')], isNew);
  expect(counts.news([bulk('a', 'createdDate')], isNew).get('createdDate')).toBe(1);
});

test('after a restart, the unreadable values in the first reading of a known bulk do not count, but later ones do', () => {
  const counts = createUnreadCounts();
  const read = [bulk('a', 'createdDate')];
  expect(counts.news(read, isOld).size).toBe(0);
  counts.remember(read);
  expect(counts.news([bulk('a', 'createdDate', 'createdDate')], isOld).get('createdDate')).toBe(1);
});

test('the counts of only the latest ten thousand bulks are remembered', () => {
  const counts = createUnreadCounts();
  counts.remember(Array.from({ length: 10_001 }, (_, n) => bulk(`k${n}`)));
  expect(counts.news([bulk('k0', 'x'), bulk('k1', 'x')], isOld)).toEqual(new Map([['x', 1]]));
});
