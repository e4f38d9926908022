import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leadSurfaces } from '@leadbell/domain';
import { type AuditEntry, retentionKinds } from '@leadbell/store';
import { beforeEach, describe, expect, test } from 'vitest';
import { databases, expectSentence, folder, run, setUpStage, store, url } from '../stage-fixtures.ts';

setUpStage();

const day = 86_400_000;
const now = Date.parse('2026-06-10T12:00:00Z');
const daysAgo = (days: number) => new Date(now - days * day).toISOString();
const json = async (...words: string[]) => JSON.parse((await run('privacy', ...words, '--json')).out);

/** Business time minus real time. It is set once for each test, so that a later entry never has an earlier time. */
let offsetMs = 0;

/** Records an audit entry that is this many days old. */
async function record(days: number, entry: Partial<AuditEntry>): Promise<void> {
  await store.setClockOffset(offsetMs - days * day);
  await store.transaction((tx) =>
    store.audit.append(tx, { workspace: 'T1', actor: 'U1', actorKind: 'member', action: 'open', ...entry }),
  );
  await store.setClockOffset(offsetMs);
}

beforeEach(async () => {
  offsetMs = now - Date.now();
  await record(40, { leads: ['xold'] });
  await record(5, { leads: ['xa'], fields: ['name', 'phone'], channel: 'C1' });
  await record(4, { leads: ['xa'], action: 'open more' });
  await record(3, { leads: ['xa', 'xb'], action: 'export', subject: 'alert 7' });
  await record(2, { actor: 'U2', actorKind: 'guest', outcome: 'refused' });
  await record(2, { actor: 'U2', action: 'share', leads: ['xc'], outcome: 'refused' });
  await record(1, { action: 'pause', subject: 'subscription 1' });
});

describe('leadbell privacy', () => {
  test('the report shows the table of the places where each field of a lead appears', async () => {
    const { surfaces, fields } = await json();
    expect({ surfaces, fields }).toEqual(leadSurfaces);
    const { out } = await run('privacy');
    for (const field of Object.keys(leadSurfaces.fields)) expect(out).toContain(`  ${field} `);
    expect(out).toMatch(/^ {2}monthlyIncome +– +– +– +whole +–$/m);
  });

  test('the report says how long each kind of data is kept, and how old its oldest row is', async () => {
    expect((await json()).kept.map(({ kind }: { kind: string }) => kind)).toEqual(retentionKinds);
    writeFileSync(join(folder, 'leadbell.config.json'), JSON.stringify({ retention: { audit: 30 } }));
    const audit = (await json()).kept.find(({ kind }: { kind: string }) => kind === 'audit');
    expect(audit).toMatchObject({ days: 30, rows: 7, isOverdue: true });
    expect(Math.abs(Date.parse(audit.oldestAt) - (now - 40 * day))).toBeLessThan(60_000);
    expect((await run('privacy')).out).toMatch(
      /^ {2}audit +30 +7 +2026-05-01 1\d:\d\d UTC, 40 days ago \(should be deleted by now/m,
    );
    writeFileSync(join(folder, 'leadbell.config.json'), '{ "retention": { "audit": 1 } }');
    expect((await json()).kept[0]).toMatchObject({ kind: 'leads', days: null, isOverdue: false });
    expect((await run('privacy')).out).toContain('the settings file can’t be read');
  });

  test('the report says who saw how many different leads, in the last 30 days or in a given period', async () => {
    const { people } = (await json()).readers;
    expect(people).toEqual([
      { workspace: 'T1', actor: 'U1', actorKind: 'member', opened: 1, found: 0, exported: 2, shared: 0, refused: 0 },
      { workspace: 'T1', actor: 'U2', actorKind: 'member', opened: 0, found: 0, exported: 0, shared: 0, refused: 2 },
    ]);
    expect((await json('--from', daysAgo(60), '--to', daysAgo(30))).readers.people).toMatchObject([
      { actor: 'U1', opened: 1, exported: 0 },
    ]);
    expect((await run('privacy')).out).toMatch(/^ {2}U1 \(member\) +1 +0 +2 +0 +0$/m);
  });

  test('the report shows the last erasures, with their receipts', async () => {
    await store.transaction((tx) =>
      store.persons.erase(tx, { persons: ['p1'] }, { receipt: 'R-1', actor: 'operator', workspace: null }),
    );
    expect((await json()).erasures).toMatchObject([{ receipt: 'R-1', actor: 'operator' }]);
    expect((await run('privacy')).out).toMatch(/^ {2}R-1 .*operator {2}0 things found/m);
  });
});

describe('leadbell privacy --since', () => {
  const kinds = ['subscriptions', 'refused', 'refused', 'exported', 'opened', 'opened'];

  test('the output has everything that was recorded since the given time, and nothing older', async () => {
    const pack = await json('--since', daysAgo(10));
    expect(pack.entries.map(({ kind }: { kind: string }) => kind)).toEqual(kinds);
    expect(pack.counts).toEqual({ subscriptions: 1, refused: 2, exported: 1, opened: 2 });
    expect(pack.entries.at(-1)).toMatchObject({
      actor: 'U1',
      leads: ['xa'],
      fields: ['name', 'phone'],
      channel: 'C1',
      outcome: 'done',
    });
    expect(pack.people).toMatchObject([{ actor: 'U1' }, { actor: 'U2', refused: 2 }]);
    expect((await json('--since', daysAgo(60))).entries).toHaveLength(7);
    expect((await json('--since', '2026-06-09')).entries).toHaveLength(1);
  });

  test('the output has every erasure since the given time, however many there are', async () => {
    await databases.query(
      url,
      `insert into erasures (receipt, at, actor, found)
       select 'R-' || n, $1::timestamptz - n * interval '1 second', 'operator', '{}' from generate_series(1, 1200) n`,
      [daysAgo(1)],
    );
    await databases.query(
      url,
      `insert into erasures (receipt, at, actor, found) values ('R-old', $1, 'operator', '{}')`,
      [daysAgo(40)],
    );
    const { erasures } = await json('--since', daysAgo(10));
    expect(erasures).toHaveLength(1_200);
    expect([erasures.at(0), erasures.at(-1)]).toMatchObject([{ receipt: 'R-1' }, { receipt: 'R-1200' }]);
    expect((await run('privacy', '--since', daysAgo(10))).out).toContain('1,200 erasures: R-1, R-2, ');
  });

  test('the output can be text, or CSV in which a spreadsheet finds no formula to run', async () => {
    await record(0, { action: 'note', subject: '=1+1' });
    const { out } = await run('privacy', '--since', daysAgo(10), '--csv');
    const lines = out.trim().split('\n');
    expect(lines[0]).toBe(
      'kind,id,at,workspace,actor,actorKind,action,subject,leads,numbers,fields,channel,outcome,detail',
    );
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['alerts', ...kinds]);
    expect(lines[1]).toContain(",'=1+1,");
    const text = (await run('privacy', '--since', daysAgo(10))).out;
    expect(text).toMatch(/^Recorded from 2026-05-31 1\d:\d\d UTC to 2026-06-10/);
    expect(text).toMatch(/opened {2}U1 {2}open {2}xa {2}name phone {2}C1/);
    expect(text).toMatch(/^opened +2$/m);
  });

  test('the output includes entries about changed roles and about erased people', async () => {
    const access = { roles: 0, others: 'manager', hasEditors: false, grants: [] } as const;
    for (const others of ['manager', 'viewer', 'viewer'] as const)
      await store.installations.save({ workspace: 'T1', access: { ...access, others }, missingScopes: [] });
    await record(0, { actor: 'operator', action: 'forget', subject: 'R-1' });
    const { entries } = await json('--since', daysAgo(0.5));
    expect(entries).toMatchObject([
      { kind: 'forgotten', subject: 'R-1' },
      {
        kind: 'rights',
        actor: 'leadbell',
        workspace: 'T1',
        detail: { before: { others: 'manager' }, after: { others: 'viewer' } },
      },
    ]);
  });

  test('thousands of entries make one valid document', async () => {
    await databases.query(
      url,
      `insert into audit_log (at, workspace_id, actor, action, detail)
       select to_timestamp($1), 'T1', 'U3', 'open', '{}' from generate_series(1, 2500)`,
      [(now - day / 2) / 1_000],
    );
    expect((await json('--since', daysAgo(0.7))).entries).toHaveLength(2_500);
  });
});

test('leadbell privacy answers each mistyped word with one sentence', async () => {
  const wrong = [
    ['--csv'],
    ['--since'],
    ['--since', 'soon'],
    ['--since', '2026-06-01', '--json', '--csv'],
    ['--since', '2026-06-01', '--from', '2026-06-01'],
    ['extra'],
  ];
  for (const words of wrong) expectSentence(await run('privacy', ...words));
  expect(wrong).not.toEqual([]);
});
