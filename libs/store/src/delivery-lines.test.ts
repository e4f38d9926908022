/** The message that a channel waits for is always the first of its queue. */
import { describe, expect, it } from 'vitest';
import type { Claim, Seen } from './delivery.ts';
import {
  add,
  claiming,
  message,
  pace,
  query,
  read,
  sent,
  store,
  takingOver,
  unclear,
  setUpDeliveries,
} from './delivery-fixtures.ts';

setUpDeliveries();

/** Returns the free channels whose stored state does not match the first message of their queue. */
const wrong = () =>
  query(`
    select c.id, c.wake_at, c.waits_for, h.what from channels c
    left join lateral (
      select case when o.state = 'sending' then 'reconcile' when o.ts is not null then 'update'
        when o.thread_of is not null then 'reply' else 'post' end as what
      from outbox o left join outbox f on f.id = o.thread_of
      where o.workspace_id = c.workspace_id and o.channel_id = c.id and o.state in ('pending', 'sending')
        and (o.look_at is null or o.holds_until > clock_timestamp())
        and (o.state = 'sending' or f.id is null or f.ts is not null or f.state not in ('pending', 'sending'))
      order by o.state <> 'sending', (o.ts is not null), o.queued limit 1) h on true
    where (c.wake_at is null) <> (h.what is null) or (c.lease_until is null and h.what is not null and h.what <> c.waits_for)`);

describe('the message that a channel waits for', () => {
  it('a channel waits for the first message of its queue, whatever happens to the messages', async () => {
    let seed = 11;
    const roll = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * most);
    };
    const held: Claim[] = [];
    const roots: { readonly id: number; readonly channel: string }[] = [];
    for (let turn = 0; turn < 300; turn += 1) {
      const channel = `C${roll(3)}`;
      const key = `k${turn}`;
      switch (roll(10)) {
        case 0:
          for (const id of await add(message({ channel, key }))) roots.push({ id, channel });
          break;
        case 1: {
          const root = roots[roll(roots.length)];
          if (root !== undefined) await add(message({ channel: root.channel, key, threadOf: root.id }));
          break;
        }
        case 2:
          await store.transaction((tx) => store.outbox.update(tx, 'T1', `k${roll(turn + 1)}`, { text: key }));
          break;
        case 3:
        case 4:
          held.push(...(await store.deliveries.claim({ ...claiming, limit: 2 })));
          break;
        case 5: {
          const claim = held.shift();
          if (claim === undefined) break;
          const ends = [
            () => sent(claim),
            () => sent(claim),
            () => store.deliveries.end(claim, { kind: 'refused', reason: 'x', afterMs: 0, aside: false }, pace),
            () => store.deliveries.end(claim, { kind: 'refused', reason: 'x', afterMs: 0, aside: true }, pace),
            () => store.deliveries.end(claim, { kind: 'gone', reason: 'x' }, pace),
            () => store.deliveries.end(claim, { kind: 'perhaps', reason: 'x' }, pace),
            () => store.deliveries.end(claim, unclear, pace),
            () => store.deliveries.end(claim, unclear, { ...pace, doubtWaitMs: 0 }),
            () => store.deliveries.end(claim, { kind: 'undone' }, pace),
            () => store.deliveries.end(claim, { kind: 'dead', reason: 'x' }, pace),
            () => store.deliveries.end(claim, { kind: 'closed', reason: 'x', notices: () => [] }, pace),
          ];
          await ends[roll(ends.length)]?.();
          break;
        }
        case 6:
          // Adds a key that exists already; its message may be in any state.
          await add(message({ channel, key: `k${roll(turn + 1)}` }));
          break;
        case 7:
          for (const look of await store.deliveries.claimLooks({ ...claiming, limit: 1 })) {
            const ids = look.doubts.map(({ outboxId }) => outboxId);
            const found = ids.slice(0, 1).map((outboxId) => ({ outboxId, ts: `${1_000 + outboxId}.0001`, version: 1 }));
            const seen: Seen[] = [
              read({ found, absent: ids.slice(1) }),
              read({ absent: ids }),
              { kind: 'unread', reason: 'x', afterMs: 0 },
              { kind: 'paced', afterMs: 0 },
              { kind: 'perhaps', reason: 'x' },
              { kind: 'gone', reason: 'x' },
              { kind: 'closed', reason: 'x', notices: () => [] },
            ];
            await store.deliveries.endLook(look, seen[roll(seen.length)] ?? read());
          }
          break;
        case 8:
          await store.deliveries.takeOver({ ...takingOver, takesExpired: roll(3) === 0 });
          break;
        default:
          await store.outbox.requeue('all');
      }
      expect(await wrong(), `turn ${turn}`).toEqual([]);
    }
    // All processes die: every lease ends, and the messages that they were sending are in doubt.
    await query('update channels set lease_until = clock_timestamp() where lease_until is not null');
    await store.deliveries.takeOver(takingOver);
    expect(await wrong()).toEqual([]);
    expect(roots.length).toBeGreaterThan(20);
  });

  it('twenty channels whose messages are all sent do not delay another channel', async () => {
    const said = Array.from({ length: 20 }, (_, n) => message({ key: `k${n}`, channel: `C${n}` }));
    await add(...said);
    for (const claim of await store.deliveries.claim(claiming)) await sent(claim);
    await add(...said);
    await add(message({ key: 'new', channel: 'C99' }));
    expect((await store.deliveries.claim({ ...claiming, limit: 20 })).map(({ key }) => key)).toEqual(['new']);
    expect(await query('select id from channels where wake_at is not null')).toHaveLength(1);
  });
});
