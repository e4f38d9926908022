import type { Instant } from '@leadbell/domain';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from './audit.ts';
import { openStore } from './open-store.ts';
import { query, setUpStore, store, url } from './store-fixtures.ts';

const day = 86_400_000;
setUpStore();

const opening: AuditEntry = { workspace: 'T1', actor: 'U1', action: 'open' };
const append = (...entries: readonly AuditEntry[]) =>
  store.transaction(async (tx) => {
    for (const entry of entries) await store.audit.append(tx, entry);
  });
const ids = async (changes: object) => (await store.audit.list({ limit: 10, ...changes })).map(({ id }) => id);

describe('the audit log', () => {
  test('the log returns entries as they were appended, newest first', async () => {
    const full: AuditEntry = {
      workspace: 'T1',
      actor: 'U2',
      actorKind: 'guest',
      action: 'open',
      subject: 'bulk 7',
      leads: ['x574', 'k "a",{b}'],
      numbers: ['90211'],
      fields: ['phoneNumber', 'email'],
      channel: 'C1',
      outcome: 'refused',
      detail: { rule: 'guest', count: 2 },
    };
    await append(opening, full, { workspace: null, actor: 'leadbell', action: 'purge' });
    const found = await store.audit.list({ limit: 10 });
    const blank = { subject: null, leads: [], numbers: [], fields: [], channel: null, outcome: 'done', detail: {} };
    expect(found).toEqual([
      {
        ...blank,
        id: 3,
        at: expect.any(Number),
        workspace: null,
        actor: 'leadbell',
        actorKind: 'leadbell',
        action: 'purge',
      },
      { ...full, id: 2, at: expect.any(Number) },
      { ...blank, ...opening, id: 1, at: expect.any(Number), actorKind: 'unknown' },
    ]);
    expect(Math.abs((found[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('the log keeps no entry of a transaction that was rolled back', async () => {
    const work = store.transaction(async (tx) => {
      await store.audit.append(tx, opening);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await store.audit.list({ limit: 10 })).toEqual([]);
  });

  test('entries are found by time, person, action, workspace and lead, page by page', async () => {
    await append(
      { ...opening, leads: ['a', 'b'] },
      { ...opening, actor: 'U2', leads: ['b'] },
      { ...opening, action: 'export', leads: ['c'] },
      { ...opening, workspace: 'T2' },
    );
    await query(`insert into audit_log (at, actor, action) values ('2020-01-01T00:00:00Z', 'U9', 'open')`);
    expect(await ids({ actor: 'U1' })).toEqual([4, 3, 1]);
    expect(await ids({ action: 'export' })).toEqual([3]);
    expect(await ids({ workspace: 'T2' })).toEqual([5, 4]);
    expect(await ids({ leads: ['b'] })).toEqual([2, 1]);
    expect(await ids({ leads: ['a', 'c'], actor: 'U1' })).toEqual([3, 1]);
    expect(await ids({ leads: [] })).toEqual([]);
    const then = Date.parse('2020-01-01T00:00:00Z');
    expect(await ids({ from: then, to: then + 1 })).toEqual([5]);
    expect(await ids({ from: then - 1, to: then })).toEqual([]);
    expect(await ids({ limit: 2 })).toEqual([5, 4]);
    expect(await ids({ limit: 2, after: 4 })).toEqual([3, 2]);
  });

  test('a purge deletes only the entries from before the given time', async () => {
    const now = await store.now();
    await query(`insert into audit_log (at, actor, action)
      select leadbell_now() - d * interval '1 day', 'U1', d::text from generate_series(0, 10) d`);
    expect(await store.audit.purge((now - 4.5 * day) as Instant)).toBe(6);
    expect(await store.audit.purge((now - 4.5 * day) as Instant)).toBe(0);
    expect((await store.audit.list({ limit: 20 })).map(({ action }) => action)).toEqual(['4', '3', '2', '1', '0']);
  });
});

describe('the audit log’s trigger, if one account does everything', () => {
  test.each([
    ['a change', `update audit_log set actor = 'U2'`],
    ['a deletion', 'delete from audit_log'],
    ['emptying the table', 'truncate audit_log'],
    ['a change that matches nothing', `update audit_log set actor = 'U2' where false`],
    ['a change after a purge in the same session', `select purge_audit('2000-01-01', 1); delete from audit_log`],
  ])('the trigger refuses %s', async (_, text) => {
    await append(opening);
    await expect(query(text)).rejects.toMatchObject({ code: '42501', message: 'audit_log takes new rows only' });
    expect(await store.audit.list({ limit: 10 })).toMatchObject([{ id: 1, actor: 'U1' }]);
  });

  test('no other account may call the purge', async () => {
    const [row] = await query(
      `select has_function_privilege('public', 'purge_audit(timestamptz, integer)', 'execute') as may`,
    );
    expect(row).toEqual({ may: false });
  });
});

describe('a trigger that no longer protects the log', () => {
  test.each([
    ['is dropped', 'drop trigger audit_log_only_grows on audit_log'],
    ['is switched off', 'alter table audit_log disable trigger audit_log_only_grows'],
    [
      'refuses nothing',
      `create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return new; end'`,
    ],
    ['is dropped with its function', 'drop function refuse_audit_change() cascade'],
    [
      'refuses only some changes',
      `drop trigger audit_log_only_grows on audit_log;
       create trigger audit_log_only_grows before update on audit_log for each statement execute function refuse_audit_change()`,
    ],
  ])('a trigger that %s is restored once, however many processes try, and an entry is written', async (_, breaks) => {
    await append(opening);
    expect(await store.audit.restoreGuard()).toBe(false);
    await query(breaks);
    const done = await Promise.all([1, 2, 3].map(() => store.audit.restoreGuard()));
    expect(done.filter(Boolean)).toEqual([true]);
    expect(await store.audit.guard()).toBe('trigger');
    for (const change of ['update audit_log set actor = actor', 'delete from audit_log', 'truncate audit_log'])
      await expect(query(change)).rejects.toMatchObject({ code: '42501' });
    const [first, ...others] = await store.audit.list({ limit: 10, workspace: 'T2' });
    expect(first).toMatchObject({ actor: 'leadbell', action: 'audit guard restored', workspace: null });
    expect(others).toEqual([]);
  });
});

const entries = async () =>
  (await store.audit.list({ limit: 50 })).map(({ action, outcome, actor }) => `${actor} ${action} ${outcome}`);
const later = (minutes: number) => store.setClockOffset(minutes * 60_000);

describe('the limits on reading leads', () => {
  const bounds = { unusual: { people: 3, minutes: 60 }, limit: { people: 5, minutes: 30 } };
  const read = (leads: readonly string[], changes: Partial<AuditEntry> = {}) =>
    store.transaction((tx) => store.audit.appendReading(tx, { ...opening, leads, ...changes }, bounds));

  test('reading an unusual number of leads is recorded once, and reading more than the limit is refused', async () => {
    expect(await read(['a', 'b', 'c'])).toBe(true);
    expect(await read(['a', 'c'])).toBe(true);
    expect(await entries()).toEqual(['U1 open done', 'U1 open done']);
    expect(await read(['d'])).toBe(true);
    expect(await read(['e'])).toBe(true);
    expect(await read(['f'])).toBe(false);
    // Leads that the person has seen before do not count again.
    expect(await read(['a', 'e'])).toBe(true);
    expect((await entries()).toReversed()).toEqual([
      'U1 open done',
      'U1 open done',
      ...['U1 open done', 'U1 unusual reading done'].toSorted(),
      'U1 open done',
      'U1 open refused',
      'U1 open done',
    ]);
    const [notice] = await store.audit.list({ action: 'unusual reading', limit: 1 });
    expect(notice).toMatchObject({ workspace: 'T1', detail: { people: 3, minutes: 60 }, leads: [] });
  });

  test('the limit counts only leads that the same person read in the same workspace within the limit’s minutes', async () => {
    expect(await read(['a', 'b', 'c', 'd', 'e'])).toBe(true);
    expect(await read(['f'], { actor: 'U2' })).toBe(true);
    expect(await read(['f'], { workspace: 'T2' })).toBe(true);
    expect(await read(['f'], { workspace: null })).toBe(true);
    await later(29);
    expect(await read(['f'])).toBe(false);
    await later(31);
    expect(await read(['f'])).toBe(true);
    expect(await store.audit.list({ action: 'unusual reading', limit: 9 })).toHaveLength(1);
    await later(70);
    expect(await read(['a', 'b', 'c', 'd'])).toBe(true);
    expect(await store.audit.list({ action: 'unusual reading', limit: 9 })).toHaveLength(2);
    await later(0);
  });

  test('a person who asks in many places at once does not exceed the limit', async () => {
    const other = await openStore({ url });
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, index) => {
        const its = index % 2 === 0 ? store : other;
        return its.transaction((tx) => its.audit.appendReading(tx, { ...opening, leads: [`k${index}`] }, bounds));
      }),
    );
    expect(all.filter(Boolean)).toHaveLength(5);
    expect(await store.audit.list({ action: 'unusual reading', limit: 9 })).toHaveLength(1);
    await other.close();
  });

  test('reading has no limit unless the settings give one', async () => {
    const free = { unusual: null, limit: null };
    for (const lead of 'abcdefgh')
      expect(await store.transaction((tx) => store.audit.appendReading(tx, { ...opening, leads: [lead] }, free))).toBe(
        true,
      );
    const onlyLimit = { unusual: null, limit: { people: 8, minutes: 60 } };
    const one = (lead: string) =>
      store.transaction((tx) => store.audit.appendReading(tx, { ...opening, leads: [lead] }, onlyLimit));
    expect([await one('a'), await one('i')]).toEqual([true, false]);
    expect(await store.audit.list({ action: 'unusual reading', limit: 9 })).toEqual([]);
  });

  test('an entry is found by the number that the DMS gave the lead, and by the lead’s keys', async () => {
    await append(
      { ...opening, leads: ['x574'], numbers: ['90211'] },
      { ...opening, leads: ['x90211'] },
      { ...opening, leads: ['x9'], numbers: ['574'] },
    );
    expect(await ids({ leads: ['x90211'], number: '90211' })).toEqual([2, 1]);
    expect(await ids({ leads: ['x574'], number: '574' })).toEqual([3, 1]);
    expect(await ids({ leads: [], number: '8' })).toEqual([]);
  });
});
