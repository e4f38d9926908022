import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Id, personKeys } from '@leadbell/domain';
import { newKeyText, openKeys, readForgotten } from '@leadbell/store';
import { beforeEach, describe, expect, test } from 'vitest';
import { leadbell } from '../cli-fixtures.ts';
import { databases, expectSentence, folder, leaveDatabase, setUpStage, store, url } from '../stage-fixtures.ts';

setUpStage();

const key = newKeyText();
const run = (...words: string[]) => leadbell(folder, { DATABASE_URL: url, LEADBELL_KEY: key }, ...words);
const maha = {
  phoneCode: null,
  phoneNumber: '0500000101',
  email: 'maha@example.com',
  leadId: '71' as Id,
  externalId: null,
};
const file = () => join(folder, 'leadbell-data', 'forgotten.keys');

beforeEach(async () => {
  const { identities } = await openKeys(store, { keyText: key, keyFile: null }, null);
  await store.connections.ensure('dms');
  const persons = personKeys(maha, identities.keys);
  await databases.query(
    url,
    `with bulk as (
      insert into bulks (connection_id, key, state, leads, created, errored, pending, fingerprint, observed_at, first_seen_at)
      values ('dms', 'b9', 'completed', 1, 1, 0, 0, '', now(), now()) returning id)
    insert into bulk_leads (bulk_id, key, dms_id, outcome, errors, first_seen_at, changed_at, persons)
    select id, 'x501', 71, 'created', '{}', now(), now(), $1 from bulk`,
    [persons],
  );
  await store.transaction((tx) =>
    store.persons.note(tx, [{ kind: 'share', workspace: 'T1', channel: 'C1', ref: '5.1', persons }]),
  );
});

describe('leadbell forget', () => {
  test('forget without --yes shows what is held and erases nothing', async () => {
    const said = await run('forget', '--phone', '+966 50 000 0101');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/^Leadbell holds 2 items about this person:\n/);
    expect(said.out).toMatch(/shared lists in Slack +1\n/);
    expect(said.out).toContain('Leadbell can’t delete: private answers');
    expect(await store.persons.forgotten()).toEqual([]);
    expect((await run('forget', '--email', 'noone@example.com')).out).toMatch(
      /^Leadbell holds nothing about this person/,
    );
  });

  test.each([
    ['--phone', '0500000101'],
    ['--email', 'MAHA@example.com'],
    ['--lead', '71'],
  ])(
    '%s with --yes erases the person and gives a receipt, and finds nothing the second time',
    async (option, value) => {
      const said = await run('forget', option, value, '--yes');
      expect(said).toMatchObject({ code: 0, err: '' });
      const [, receipt] = /^Erased\. Receipt: (F-[A-Z2-9]{8})$/m.exec(said.out) ?? [];
      expect(await store.persons.erasures(5)).toMatchObject([
        { receipt, actor: 'operator', found: { shares: 1, leads: 1 } },
      ]);
      expect(await store.audit.list({ action: 'forget', limit: 5 })).toMatchObject([
        { actor: 'operator', actorKind: 'operator', subject: receipt, leads: [], detail: { shares: 1, leads: 1 } },
      ]);
      expect(readForgotten(file())).toEqual(await store.persons.forgotten());
      expect(statSync(file()).mode & 0o777).toBe(0o600);
      expect(readFileSync(file(), 'utf8')).not.toMatch(/0101|maha/i);
      const again = await run('forget', option, value);
      expect(again.out).toMatch(
        /^Leadbell holds nothing about this person\.\nStill to be deleted in Slack: 1 message or file\./,
      );
      expect((await run('forget', option, value, '--yes')).out).toContain('The person’s data was erased before');
      expect(await store.persons.erasures(5)).toHaveLength(1);
    },
  );

  test('restore forgets everyone in the file of tombstones again', async () => {
    expect((await run('backup', 'before')).code).toBe(0);
    await run('forget', '--phone', '0500000101', '--yes');
    await leaveDatabase();
    const restored = await run('restore', 'before');
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toMatch(/forgotten again: 1 key\.\n$/);
    expect((await run('forget', '--phone', '0500000101')).out).toMatch(/^Leadbell holds nothing about this person/);
    // The person also has keys that are not in the file. The rows of these keys get a receipt when Slack has
    // deleted the messages.
    const open = await databases.query(url, 'select person from person_index where receipt is null');
    const forgotten = new Set(readForgotten(file()).map(({ person }) => person));
    expect(open.filter(({ person }) => forgotten.has(person as string))).toEqual([]);
  });

  test.each([
    [[], /^Who\? leadbell forget --phone/],
    [['--phone'], /^Who\?/],
    [['--name', 'Maha'], /^Who\?/],
    [['--phone', 'nobody'], /^--phone: expected a phone number/],
    [['--email', 'nobody'], /^--email: expected an e-mail address/],
    [['--phone', '0500000101', '--now'], /^Who\?/],
  ])('leadbell forget does not understand %j', async (words, says) => {
    const said = await run('forget', ...words);
    expect(said.code).toBe(2);
    expectSentence(said);
    expect(said.err).toMatch(says);
  });
});
