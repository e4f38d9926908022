// Tests that the clock of a whole sandbox can be moved while it runs: in the simulator, the bot and
// the database together.
import { type Sandbox, startSandbox } from '@leadbell/launcher';
import { afterEach, expect, test, vi } from 'vitest';

// Each test starts a database and a bot, and waits for polls.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const hour = 3_600_000;
/** 08:20 in Riyadh. */
const morning = Date.parse('2025-08-25T05:20:00.000Z');
let sandbox: Sandbox | null = null;

afterEach(async () => {
  await sandbox?.stop();
  sandbox = null;
});

async function open(env: Readonly<Record<string, string>>): Promise<Sandbox> {
  const startedAt = Date.now();
  const now = () => morning + (Date.now() - startedAt);
  sandbox = await startSandbox({
    stdio: 'pipe',
    dms: { seed: 5, leadsPerDay: 200, historyDays: 30, now },
    env: { TIME_ZONE: 'Asia/Riyadh', POLL_SECONDS: '1', ...env },
  });
  return sandbox;
}

/** Returns the channel's texts that match, without direction marks. */
function shown({ slack }: Sandbox, text: RegExp): readonly string[] {
  return slack.control
    .messages('sales', { as: 'noura' })
    .map((message) => JSON.stringify(message).replace(/\p{Cf}/gu, ''))
    .filter((message) => text.test(message));
}
const digests = (of: Sandbox) => shown(of, /Your leads, in short/);

test('after the clock moves past 08:30, the digest of 08:30 is posted within seconds, once, and so is the next day’s', async () => {
  const all = await open({ LEADBELL_CLOCK: new Date(morning).toISOString() });
  await all.slack.control.say('noura', 'sales', '/leads subscribe digest 08:30');
  await expect.poll(() => shown(all, /this channel gets a digest/).length).toBe(1);
  expect(digests(all)).toEqual([]);

  await all.moveClock(morning + 10 * 60_000 + 5_000);
  await expect.poll(() => digests(all).length).toBe(1);
  // Nothing is due between these times, so these moves must post nothing.
  await all.moveClock(morning + hour);
  await all.moveClock(morning + 2 * hour);

  // Moves the clock over HTTP, as a person at a terminal would.
  const set = new Date(morning + 24 * hour + 11 * 60_000).toISOString();
  const response = await fetch(`${all.dms.url}/_sim/clock`, { method: 'POST', body: JSON.stringify({ set }) });
  expect(response.status).toBe(200);
  await expect.poll(() => digests(all).length).toBe(2);
  expect(digests(all).filter((text) => /25 August/.test(text))).toHaveLength(1);

  // After the day in between has been read, the status lists nothing from the day before.
  const daysShown = async () => {
    const before = shown(all, /Leadbell status/).length;
    await all.slack.control.say('noura', 'sales', '/leads status');
    await expect.poll(() => shown(all, /Leadbell status/).length).toBeGreaterThan(before);
    return [
      ...new Set(
        shown(all, /Leadbell status/)
          .at(-1)
          ?.match(/\d+ August/g),
      ),
    ];
  };
  // Catching up takes several polls, so this waits for the state, however busy the machine is.
  await expect.poll(daysShown, { interval: 1_000 }).toEqual(['26 August']);
});

test('a bot whose clock may not be moved keeps its own time', async () => {
  const all = await open({ LEADBELL_CLOCK: '', POLL_SECONDS: '0' });
  const heard: unknown[] = [];
  all.bot.child.on('message', (message) => heard.push(message));
  all.bot.child.send({ clock: '2031-02-03T09:00:00.000Z' });
  await all.slack.control.say('noura', 'sales', '/leads today');
  await expect.poll(() => shown(all, /\d+ leads|No leads/).length).toBe(1);
  expect(shown(all, /3 February/)).toEqual([]);
  expect(heard).toEqual([]);
});
