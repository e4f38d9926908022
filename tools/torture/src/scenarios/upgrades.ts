/**
 * Today's bot migrates databases of every past schema, and is killed meanwhile. Waiting messages
 * must be posted once, and subscriptions kept. A round is one database.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { botEntry } from '@leadbell/launcher';
import type { TestDatabases } from '@leadbell/store/testing';
import { openWorld, type World } from '../rig/world.ts';
import type { Lot, Scenario } from '../scenario.ts';
import { add, nothing, type Tally } from '../tally.ts';

const folder = new URL('../../../../libs/store/src/schema/__fixtures__/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.sql.gz'))
  .toSorted();

interface Kept {
  workspaces: string[];
  channels: string[];
  /** The texts of messages that wait or are in doubt. */
  waiting: { channel: string; text: string }[];
}

async function play({ rounds, seed, without }: Lot): Promise<Tally> {
  let sum = nothing;
  for (let n = 0; n < rounds; n += 1) {
    const file = files[n % files.length] ?? '';
    sum = add(sum, await takeOver(file, { rounds: 1, seed: seed * 100 + n, without }));
  }
  return sum;
}

async function read(databases: TestDatabases, url: string): Promise<Kept> {
  const rows = await databases.query(
    url,
    "select workspace_id, channel_id, state, payload ->> 'text' as text from outbox where state in ('pending', 'sending')",
  );
  const channels = await databases.query(url, 'select workspace_id, id from channels');
  return {
    workspaces: [...new Set(channels.map((row) => String(row['workspace_id'])))],
    channels: channels.map((row) => String(row['id'])),
    waiting: rows.map((row) => ({ channel: String(row['channel_id']), text: String(row['text']) })),
  };
}

/** Returns the messages that were posted according to the outbox, with their times. */
function pastOf(sql: string): { channel: string; ts: string; text: string }[] {
  const lines = sql.split('\n').filter((line) => line.startsWith('{') && line.includes('"state": "sent"'));
  return lines.flatMap((line) => {
    const [, ts] = /"ts": "(\d+\.\d+)"/.exec(line) ?? [];
    const [, channel] = /"channel_id": "(\w+)"/.exec(line) ?? [];
    return ts === undefined || channel === undefined ? [] : [{ channel, ts, text: 'posted before' }];
  });
}

async function takeOver(file: string, { seed, without }: Lot): Promise<Tally> {
  const sql = gunzipSync(readFileSync(new URL(file, folder))).toString();
  const [id = 'T1'] = /(?<=")T\w+(?=")/.exec(sql) ?? [];
  const kept: Kept = { workspaces: [], channels: [], waiting: [] };
  const ids = [...new Set([...sql.matchAll(/(?<=")C0?[A-Z0-9]+(?=")/g)].map(([channel]) => channel))];
  await using world = await openWorld({
    seed,
    replicas: 1,
    over: 'socket',
    without,
    channels: [],
    slack: {
      team: { id, name: 'Kept Motors', domain: 'kept-motors' },
      past: pastOf(sql),
      channels: ids.map((channel) => ({ id: channel, name: channel.toLowerCase(), members: ['U0ALFA'], bot: true })),
    },
    async prepare(databases, url) {
      await databases.query(url, sql);
      // The key of the old database is not kept, so this does what `leadbell key lost` does.
      await databases.query(
        url,
        "do $$ begin if to_regclass('installation_keys') is not null then delete from installation_keys; end if; end $$",
      );
      Object.assign(kept, await read(databases, url));
    },
  });
  const kills = await killWhileStarting(world);
  await world.bots.start(0);
  const tally = await settled(world, kept);
  const details = tally.details.map((detail) => `${file}: ${detail}`);
  return { ...tally, rounds: 1, kills, stuck: tally.stuck + world.bots.exits, details };
}

/** Kills the bot up to three times while it starts, perhaps in the middle of the migrations. */
async function killWhileStarting({ dice, env }: World): Promise<number> {
  const times = 1 + dice.below(3);
  for (let n = 0; n < times; n += 1) {
    const child = fork(fileURLToPath(botEntry), {
      env: { ...process.env, ...env },
      cwd: tmpdir(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const ended = once(child, 'exit');
    await Promise.race([delay(300 + dice.below(2_500)), ended]);
    child.kill('SIGKILL');
    await ended;
  }
  return times;
}

async function settled({ slack }: World, kept: Kept): Promise<Tally> {
  const posts = (channel: string, text: string): number =>
    slack.ledger().filter((one) => one.channel === channel && one.text === text).length;
  const end = performance.now() + 40_000;
  while (kept.waiting.some(({ channel, text }) => posts(channel, text) === 0) && performance.now() < end)
    await delay(200);
  await delay(2_000);
  const counted = kept.waiting.map(({ channel, text }) => ({ text, times: posts(channel, text) }));
  const lost = counted.filter(({ times }) => times === 0);
  const doubled = counted.filter(({ times }) => times > 1);
  return {
    ...nothing,
    messages: kept.waiting.length,
    lost: lost.length,
    doubled: doubled.length,
    details: [...lost.map(({ text }) => `lost: ${text}`), ...doubled.map(({ text }) => `doubled: ${text}`)],
  };
}

export const upgrades: Scenario = {
  id: 'upgrades',
  title: 'a database of each earlier schema is upgraded, with kill -9 during the upgrade',
  short: null,
  lots: 1,
  rounds: files.length,
  run: play,
};
