import { installationKey, keyedHash, newKeyText } from '@leadbell/store';
import { createIdentities } from '@leadbell/domain';
import { expect, test } from 'vitest';
import { leadbell } from '../cli-fixtures.ts';
import { expectSentence, folder, run, setUpStage, store, url } from '../stage-fixtures.ts';

setUpStage();

const opening = { workspace: 'T1', actor: 'U0NOURA', actorKind: 'member', action: 'open' } as const;

test('leadbell audit prints all entries, or the entries that its options select, as text, JSON and CSV', async () => {
  const key = newKeyText();
  const identities = createIdentities(keyedHash(installationKey(key)), []);
  await store.transaction(async (tx) => {
    for (let n = 0; n < 1_200; n += 1) await store.audit.append(tx, opening);
    await store.audit.append(tx, {
      ...opening,
      actor: 'U0SAMIR',
      leads: [identities.ofNumber('50000111').key],
      numbers: ['90211'],
    });
    await store.audit.append(tx, { ...opening, action: 'export', subject: '=1+1,"x"', outcome: 'refused' });
  });
  const lines = async (...words: string[]) => {
    const said = await leadbell(folder, { DATABASE_URL: url, LEADBELL_KEY: key }, 'audit', ...words);
    expect(said).toMatchObject({ code: 0, err: '' });
    return said.out.split('\n').filter(Boolean);
  };
  expect(await lines()).toHaveLength(1_202);
  const all = (await lines('--json')).map((line) => JSON.parse(line) as { readonly id: number });
  expect(new Set(all.map(({ id }) => id)).size).toBe(1_202);
  expect(await lines('--lead', '50000111')).toEqual([expect.stringMatching(/ UTC {2}U0SAMIR {2}open {2}1 lead$/)]);
  expect(await lines('--lead', '90211', '--actor', 'U0SAMIR')).toHaveLength(1);
  expect(await lines('--actor', 'U0NOBODY')).toEqual([]);
  expect(await lines('--to', '2020-01-01')).toEqual([]);
  expect(await lines('--action', 'export', '--from', '2020-01-01T00:00:00Z')).toHaveLength(1);
  const [head, row] = await lines('--action', 'export', '--csv');
  expect(head).toMatch(/^id,at,workspace,actor,/);
  expect(row).toContain(`,"'=1+1,""x""",`);
});

test.each([[['--json', '--csv']], [['--from', 'monday']], [['--lead', 'x']], [['--who', 'x']], [['U0NOURA']]])(
  'leadbell audit refuses the options %j with a sentence',
  async (words) => {
    const said = await run('audit', ...words);
    expect(said.code).toBe(2);
    expectSentence(said);
  },
);
