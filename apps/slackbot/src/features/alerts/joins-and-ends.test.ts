// Tests how an alert continues: which bulks join it, and which alerts end without being fixed.
import { describe, expect, it } from 'vitest';
import {
  branch,
  bulk,
  channel,
  subscriptionService,
  hour,
  look,
  minute,
  now,
  poll,
  query,
  reasons,
  shown,
  wait,
  setUpScenario,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

const joined = (n: number) => (n === 1 ? '1 more bulk with the same cause.' : `${n} more bulks with the same cause.`);

describe('a bulk that joins an alert', () => {
  it('bulks that join an alert are shown at once, and are announced in one line after the group interval', async () => {
    await poll(bulk(1, [branch]));
    wait(minute);
    await poll(bulk(2, [branch]));
    expect(await channel()).toEqual({ roots: ['🔴 Branch … not found × 2 · 2 sources'], lines: [] });
    expect(await reasons()).toEqual(['group-interval']);
    wait(minute);
    await poll(bulk(3, [branch]));
    wait(2 * minute);
    await look();
    expect((await channel()).lines).toEqual([]);
    wait(minute);
    await look();
    expect((await channel()).lines).toEqual([`${joined(2)} (aloud)`]);
    wait(10 * minute);
    await look();
    expect((await channel()).lines).toHaveLength(1);
    // The interval is over, so this bulk is announced at once.
    await poll(bulk(4, [branch]));
    expect((await channel()).lines).toEqual([`${joined(2)} (aloud)`, `${joined(1)} (aloud)`]);
  });

  it('a bulk that joins an alert is not announced if it is fixed before the interval ends', async () => {
    await poll(bulk(1, [branch]));
    wait(minute);
    await poll(bulk(2, [branch]));
    wait(minute);
    await poll(bulk(2, ['fine']));
    wait(5 * minute);
    await look();
    expect((await channel()).lines).toEqual([]);
  });

  it('the person who acknowledged the earlier bulks is mentioned when another bulk joins the alert', async () => {
    await poll(bulk(1, [branch]));
    await subscriptionService.act((await subscriptionService.latest(1))[0]?.id ?? 0, 'acknowledge', 'U0SAMIR');
    wait(6 * minute);
    await poll(bulk(2, [branch]));
    expect(await channel()).toEqual({
      roots: ['🟠 Branch … not found × 2 · 2 sources'],
      lines: ['Acknowledged', joined(1)],
    });
    const [line] = await query('select payload::text as text from outbox order by id desc limit 1');
    expect(String(line?.text)).toContain('U0SAMIR');
  });

  it('a bulk that joins a silenced alert is announced only after the silence has ended', async () => {
    await poll(bulk(1, [branch]));
    await subscriptionService.silence({ rule: 'bulk-errors' }, hour, '', 'U0SAMIR');
    wait(6 * minute);
    await poll(bulk(2, [branch]));
    wait(minute);
    await look();
    expect((await channel()).lines).toEqual([]);
    expect(await reasons()).toEqual(['silenced']);
    wait(hour);
    await look();
    expect((await channel()).lines).toEqual([`${joined(1)} (aloud)`]);
  });
});

const news = (of: readonly string[]): string[] => of.filter((line) => !line.startsWith('Still so'));

describe('an alert that ends without being fixed', () => {
  const over = 'Expired';

  it('an alert on a cancelled bulk or differing counts expires after a day; another bulk starts a new alert', async () => {
    await poll(bulk(1, ['fine'], { state: 'cancelled' }), bulk(3, ['fine'], { totalRecords: 5 }));
    wait(24 * hour);
    await look();
    const { roots, lines } = await channel();
    expect(roots.toSorted()).toEqual([
      '⚪ 1 bulk was cancelled · Bulk 1',
      '⚪ The counts of 1 bulk don’t match · Bulk 3',
    ]);
    expect(news(lines)).toEqual([over, over]);
    expect(await shown()).toMatch(/ · expired 26 August \d{4} 12:00 · /);
    expect(await shown()).not.toContain('news');
    expect(await shown()).not.toContain('✓');
    await poll(bulk(5, ['fine'], { state: 'cancelled', createdAt: now }));
    expect((await channel()).roots.toSorted()).toEqual([
      '⚪ 1 bulk was cancelled · Bulk 1',
      '⚪ The counts of 1 bulk don’t match · Bulk 3',
      '🔴 1 bulk was cancelled · Bulk 5',
    ]);
    expect(news((await channel()).lines)).toHaveLength(2);
  });

  it('an alert on differing counts resolves when the counts agree again', async () => {
    await poll(bulk(3, ['fine'], { totalRecords: 5 }));
    wait(hour);
    await poll(bulk(3, ['fine']));
    expect(await channel()).toEqual({ roots: ['🟢 The counts of 1 bulk don’t match · Bulk 3'], lines: ['Resolved.'] });
  });

  it('an alert expires when its bulks are no longer watched', async () => {
    await poll(bulk(1, [branch]), bulk(2, ['fine'], { state: 'in-progress' }));
    wait(hour);
    await look();
    wait(7 * 24 * hour);
    await look();
    const { roots, lines } = await channel();
    expect(roots.toSorted()).toEqual(['⚪ 1 bulk is stuck · Bulk 2', '⚪ Branch … not found × 1 · Website']);
    expect(news(lines)).toEqual([over, over]);
  });

  it('an alert on a new error expires after an hour', async () => {
    await poll(bulk(1, ['fine']));
    wait(25 * hour);
    await poll(bulk(2, [branch], { createdAt: now }));
    wait(hour + minute);
    await look();
    expect(await channel()).toMatchObject({
      roots: ['⚪ New error: Branch … not found × 1 · Email', '🔴 Branch … not found × 1 · Email'],
      lines: [over],
    });
  });
});
