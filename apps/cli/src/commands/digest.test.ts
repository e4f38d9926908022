import { expect, test } from 'vitest';
import { createDmsStage } from '../dms-stage-fixtures.ts';
import { documented } from '../json-shapes-fixtures.ts';
import { databases, store, url } from '../stage-fixtures.ts';

const stage = createDmsStage();

const subscribe = (language: string, more: object = {}) =>
  databases.query(
    url,
    `insert into subscriptions (workspace_id, channel_id, owner_id, kind, definition, next_run_at)
     values ('T1', 'C0SALES', 'U1', 'digest', $1::jsonb, now() + interval '1 day')`,
    [
      JSON.stringify({
        schedule: '08:30',
        zone: 'Asia/Riyadh',
        language,
        filters: {},
        skipEmpty: false,
        workingDaysOnly: false,
        hijri: false,
        ...more,
      }),
    ],
  );

test('leadbell digest --dry-run prints the next digest of each channel, and changes nothing', async () => {
  await databases.query(
    url,
    `insert into workspaces (id) values ('T1'); insert into channels (workspace_id, id) values ('T1', 'C0SALES')`,
  );
  // This command creates the installation key, which later commands need.
  expect(await stage.run('digest', '--dry-run')).toMatchObject({
    out: 'No channel is subscribed to a digest.\n',
    code: 0,
  });
  // This digest never comes, because Friday is not a working day. It does not delay the others.
  await subscribe('en', { schedule: 'fri 08:30', workingDaysOnly: true });
  await subscribe('en');
  await subscribe('ar');
  const { code, out, err } = await stage.run('digest', '--dry-run');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^Subscription \d+, T1 C0SALES, due \d{4}-\d\d-\d\d 05:30 UTC\n.*lead/);
  expect(out).toMatch(/[\u0600-\u06ff]{3}/);
  expect(out).not.toMatch(/\[object|undefined|&amp;|<!/);
  const json = await stage.run('digest', '--dry-run', '--json');
  const lines = json.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(lines.flatMap(Object.keys))).toEqual(new Set(documented('digest')));
  expect(lines).toMatchObject([
    { workspace: 'T1', channel: 'C0SALES', isSent: true, leads: expect.any(Number), blocks: expect.any(Array) },
    { channel: 'C0SALES' },
  ]);
  const people = await stage.peopleOfYesterday();
  for (const text of [out, json.out]) expect(people.filter((secret) => text.includes(secret))).toEqual([]);
  expect(await store.outbox.counts(0 as never)).toMatchObject({ pending: 0, sending: 0 });
});

test('leadbell digest prints one sentence if --dry-run is missing, or if the DMS fails', async () => {
  expect(await stage.run('digest')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^Digests are sent by Leadbell itself/),
  });
  await databases.query(
    url,
    `insert into workspaces (id) values ('T1'); insert into channels (workspace_id, id) values ('T1', 'C0SALES')`,
  );
  await subscribe('en');
  stage.dms.faults.add({ kind: 'status', status: 401 });
  expect(await stage.run('digest', '--dry-run')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^Not fetched: the DMS does not accept our sign-in/),
  });
});
