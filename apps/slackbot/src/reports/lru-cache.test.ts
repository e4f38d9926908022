import { fakeClock } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { LruCache } from './lru-cache.ts';

function keepWith(ttlMs: number, maxWeight: number): { keep: LruCache<string>; clock: ReturnType<typeof fakeClock> } {
  return { keep: new LruCache<string>({ ttlMs, maxWeight }), clock: fakeClock('2025-08-25T09:00:00Z') };
}

describe('a cached value', () => {
  it('a cached value is returned until it expires', async () => {
    const { keep, clock } = keepWith(1_000, 10);
    keep.set('a', 'A', 1, clock.now());
    await clock.tick(999);
    expect(keep.get('a', clock.now())).toBe('A');
    await clock.tick(1);
    expect(keep.get('a', clock.now())).toBeNull();
    expect([keep.size, keep.weight]).toEqual([0, 0]);
  });

  it('a cached value does not live longer by being used', async () => {
    const { keep, clock } = keepWith(1_000, 10);
    keep.set('a', 'A', 1, clock.now());
    await clock.tick(900);
    keep.get('a', clock.now());
    await clock.tick(100);
    expect(keep.get('a', clock.now())).toBeNull();
  });

  it('when the cache is full, the least recently used value is evicted first', () => {
    const { keep, clock } = keepWith(1_000, 10);
    for (const key of ['a', 'b', 'c']) keep.set(key, key, 3, clock.now());
    keep.get('a', clock.now());
    keep.set('d', 'd', 4, clock.now());
    expect(['a', 'b', 'c', 'd'].map((key) => keep.get(key, clock.now()))).toEqual(['a', null, 'c', 'd']);
    expect(keep.weight).toBe(10);
  });

  it('a cached value is replaced together with its weight', () => {
    const { keep, clock } = keepWith(1_000, 10);
    keep.set('a', 'A', 8, clock.now());
    keep.set('a', 'B', 2, clock.now());
    expect([keep.get('a', clock.now()), keep.weight]).toEqual(['B', 2]);
  });

  it('no value makes the cache exceed its limit, and a value that is too heavy evicts no other', () => {
    const { keep, clock } = keepWith(1_000, 10);
    keep.set('a', 'A', 5, clock.now());
    keep.set('b', 'B', 11, clock.now());
    expect([keep.get('a', clock.now()), keep.get('b', clock.now()), keep.weight]).toEqual(['A', null, 5]);
  });

  it('a cached value can be dropped without being read', async () => {
    const { keep, clock } = keepWith(1_000, 10);
    keep.set('a', 'A', 5, clock.now());
    await clock.tick(1_000);
    keep.forgetOld(clock.now());
    expect([keep.size, keep.weight]).toEqual([0, 0]);
  });
});
