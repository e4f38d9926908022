import { userInfo } from 'node:os';
import { createDmsStage } from '../dms-stage-fixtures.ts';
import { documented } from '../json-shapes-fixtures.ts';
import { expect, test } from 'vitest';
import { store } from '../stage-fixtures.ts';

const stage = createDmsStage();

interface Line {
  readonly lead: string | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly outcome: string;
}

test('leadbell fetch prints each lead of the period once, masked, as table, JSON lines or CSV, and records nothing', async () => {
  const json = await stage.run('fetch', stage.yesterday, '--json');
  expect([json.code, json.err]).toEqual([0, '']);
  const lines = json.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  expect(new Set(lines.flatMap(Object.keys))).toEqual(new Set(documented('fetch')));
  const truth = stage.truthOfYesterday();
  expect(lines).toHaveLength(truth.total);
  expect(lines.filter(({ outcome }) => outcome === 'errored')).toHaveLength(truth.errored);
  expect(lines.filter(({ phone }) => phone !== null && !/^•••• (?:\d{4})?$/.test(phone))).toEqual([]);
  expect(lines.filter(({ number }) => number !== null)).toEqual([]);
  const csv = await stage.run('fetch', stage.yesterday, '--csv');
  expect(csv.out.trim().split('\n')).toHaveLength(truth.total + 1);
  expect(csv.out).toMatch(/^bulkAt,bulk,lead,number,outcome,/);
  const table = await stage.run('fetch', stage.yesterday);
  expect(table.out).toMatch(/^bulkAt +bulk +lead/);
  expect(table.err).toBe(`${truth.total.toLocaleString('en')} leads.\n`);
  const people = await stage.peopleOfYesterday();
  expect(people.length).toBeGreaterThan(20);
  for (const { out } of [json, csv, table]) expect(people.filter((secret) => out.includes(secret))).toEqual([]);
  expect(await store.audit.list({ limit: 10, action: 'export' })).toEqual([]);
});

test('leadbell fetch --full shows people’s data, and records the access under the name of the system user', async () => {
  const { out, code } = await stage.run('fetch', stage.yesterday, '--json', '--full');
  expect(code).toBe(0);
  expect((await stage.peopleOfYesterday()).filter((secret) => !out.includes(secret))).toEqual([]);
  expect(out).toMatch(/"number":"/);
  const entries = await store.audit.list({ limit: 1_000, action: 'export' });
  expect(new Set(entries.map(({ actor, actorKind }) => `${actorKind} ${actor}`))).toEqual(
    new Set([`operator ${userInfo().username}`]),
  );
  const numbers = entries.reduce((sum, { leads }) => sum + leads.length, 0);
  expect(numbers).toBe(out.trim().split('\n').length);
});

test('leadbell fetch answers each mistake with one sentence', async () => {
  expect(await stage.run('fetch')).toMatchObject({ code: 2, err: expect.stringMatching(/^Which period\? /) });
  expect(await stage.run('fetch', 'yesterdy')).toMatchObject({
    code: 2,
    err: 'That is not a period; did you mean "yesterday"?\n',
  });
  expect(await stage.run('fetch', 'today', '--json', '--csv')).toMatchObject({ code: 2, out: '' });
  stage.dms.faults.add({ kind: 'status', status: 401 });
  expect(await stage.run('fetch', 'today')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^Not fetched: the DMS does not accept our sign-in/),
  });
});
