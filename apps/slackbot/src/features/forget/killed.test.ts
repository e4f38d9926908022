/** Kills the real process while it forgets a person: the next process must erase the rest, and nothing twice. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Id, personKeys } from '@leadbell/domain';
import { type DmsSimulator, startDmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { installationKey, keyedHash, newKeyText } from '@leadbell/store';
import { startTestDatabases, temporaryFolder, type TestDatabases } from '@leadbell/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonOf, manifest, textOf } from '../../testing/bot-context-fixtures.ts';
import { botEntry, surroundings } from '../../testing/process-fixtures.ts';

const folder = temporaryFolder();
let databases: TestDatabases;
let dms: DmsSimulator;
beforeAll(async () => {
  databases = await startTestDatabases();
  dms = await startDmsSimulator({ leadsPerDay: 5 });
});
afterAll(async () => {
  await dms.close();
  await databases.close();
  rmSync(folder, { recursive: true });
});

const posts = 12;
/** A wait that outlasts the test. */
const never = 300_000;

async function open() {
  const slack = await startSlackSandbox({ manifest, limits: false, keepTraffic: 5_000 });
  const url = await databases.createReady();
  const key = newKeyText();
  const children: ReturnType<typeof fork>[] = [];
  async function start() {
    const child = fork(botEntry, {
      cwd: folder,
      env: {
        ...surroundings,
        DMS_BASE_URL: dms.url,
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_TIMEOUT_SECONDS: '4',
        DELIVERY_GRACE_SECONDS: '2',
        TIME_ZONE: 'Asia/Riyadh',
        // Erasing needs no polls, so there are none.
        POLL_SECONDS: '0',
        DATABASE_URL: url,
        LEADBELL_DATA: folder,
        LEADBELL_KEY: key,
      },
      stdio: 'ignore',
      serialization: 'json',
    });
    children.push(child);
    await once(child, 'message');
    return child;
  }
  const query = (text: string, values: unknown[] = []) => databases.query(url, text, values);
  return {
    slack,
    start,
    query,
    file: () => readFileSync(join(folder, 'forgotten.keys'), 'utf8'),
    /** Posts messages of the bot about the person, and records them as shares. */
    async share() {
      const fields = { phoneCode: null, phoneNumber: '0500000101', email: null, leadId: '71' as Id, externalId: null };
      const persons = personKeys(fields, [keyedHash(installationKey(key))]);
      for (let n = 0; n < posts; n += 1) {
        const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
          method: 'POST',
          headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
          body: JSON.stringify({ channel: 'G0MANAGERS', text: `planted ${n}` }),
        });
        const { ts } = (await response.json()) as { ts: string };
        await query(
          `insert into person_index (person, kind, workspace_id, channel_id, ref)
           select unnest($1::text[]), 'share', (select id from workspaces limit 1), 'G0MANAGERS', $2`,
          [persons, ts],
        );
      }
    },
    seen: () => slack.control.messages('G0MANAGERS', { as: 'amal' }),
    planted: () => slack.control.messages('G0MANAGERS').filter(({ text }) => text.startsWith('planted')).length,
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL');
      await slack.close();
    },
  };
}

test.each([
  ['right after the press', 0],
  ['while Slack deletes the third message', 2],
  ['while Slack deletes the last message', posts - 1],
])('an erasure whose process is killed %s is finished by the next process', async (_, deleted) => {
  await using world = await open();
  const { slack, start, query } = world;
  const killed = await start();
  await query(`insert into workspaces (id) values ('T0EXAMPLE') on conflict do nothing`);
  await world.share();
  await slack.control.say('amal', 'G0MANAGERS', '/leads forget 0500000101');
  const asked = await slack.control.waitFor(() => world.seen().find((one) => /holds 12 items/.test(textOf(one))));
  slack.faults.add({ method: 'chat.delete', kind: 'delay', delayMs: never, skip: deleted });
  await slack.control.click('amal', asked, buttonOf(asked, 'Erase'));
  // The first messages are deleted at once; the next deletion hangs.
  await expect.poll(world.planted).toBe(posts - deleted);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  slack.faults.clear();
  expect(world.planted()).toBe(posts - deleted);
  await start();
  const receipts = () => query(`select receipt from erasures`);
  await expect.poll(receipts).toHaveLength(1);
  // Let the interrupted deletion be tried again now, not only after two minutes.
  await query('update person_index set next_try_at = null');
  await expect.poll(world.planted, { timeout: 90_000 }).toBe(0);
  await expect.poll(() => query('select 1 from person_index')).toEqual([]);
  expect(await query(`select receipt from erasures where done_at is not null and not_reached = '{}'`)).toEqual(
    await receipts(),
  );
  expect(await query(`select subject as receipt from audit_log where action = 'forget'`)).toEqual(await receipts());
  for (const { person } of await query('select person from forgotten')) expect(world.file()).toContain(String(person));
  await expect.poll(() => query('select 1 from inbox where done_at is null')).toEqual([]);
});
