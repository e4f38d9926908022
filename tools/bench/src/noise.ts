// Counts the messages that a channel gets from a noisy DMS, through the real bot as a process and
// the Slack stand-in: one bulk that alternates between errored and fixed for a minute, and many
// causes at once. `npx node tools/bench/src/noise.ts [seconds of flapping] [causes]`
import { setTimeout as delay } from 'node:timers/promises';
import { type Bulk, channel, startAlertingBot } from './alerting-bot.ts';

const seconds = Number(process.argv[2] ?? 60);
const causes = Number(process.argv[3] ?? 80);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Causes must differ in letters, because texts that differ only in digits are one cause. */
function cause(n: number): { readonly code: string; readonly message: string } {
  const code = `E_${String.fromCodePoint(65 + (n % 26), 65 + (Math.floor(n / 26) % 26))}`;
  return { code, message: `Cause ${code}` };
}

interface Heard {
  readonly messages: number;
  readonly pings: number;
  readonly replies: number;
  readonly edits: number;
  readonly texts: string;
}

/** Starts a new bot, DMS and channel; returns the channel's messages when `play` is done and no more messages come. */
async function heard(play: (bulks: Bulk[]) => Promise<void>): Promise<Heard> {
  await using bot = await startAlertingBot(['no-leads', 'counts-differ'], { POLL_SECONDS: '1' });
  await play(bot.bulks);
  // Long enough for a group wait, and for the messages that are pending after it.
  await delay(12_000);
  const found = bot.slack
    .ledger()
    .filter((message) => message.channel === channel && message.ephemeralTo === undefined);
  const [counted] = await bot.query(
    `select coalesce(sum(version - 1), 0)::int as edits from outbox where channel_id = '${channel}'`,
  );
  const roots = found.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);
  const broadcasts = found.filter(({ subtype }) => subtype === 'thread_broadcast');
  return {
    messages: roots.length,
    pings: roots.length + broadcasts.length,
    replies: found.length - roots.length - broadcasts.length,
    edits: Number(counted?.['edits']),
    texts: JSON.stringify(found),
  };
}

function report(what: string, { messages, pings, replies, edits }: Heard): void {
  say(
    `${what}: ${messages} messages, ${pings} pings, ${replies} replies in threads, ${edits} states to be shown by edits`,
  );
}

const flapping = await heard(async (bulks) => {
  const bulk: Bulk = { at: Date.now(), n: 1, error: cause(0) };
  bulks.push(bulk);
  // Long enough for the message to be posted.
  await delay(8_000);
  for (let n = 0; n < seconds; n += 1) {
    await delay(1_000);
    bulk.error = bulk.error === null ? cause(0) : null;
  }
});
report(`one bulk that flaps for ${seconds} s`, flapping);

const burst = await heard((bulks) => {
  const at = Date.now() - 60_000;
  for (let n = 0; n < causes; n += 1) bulks.push({ at: at + n, n: n + 1, error: cause(n) });
  return Promise.resolve();
});
report(`${causes} causes at once`, burst);
const missing = Array.from({ length: causes }, (_, n) => cause(n).message).filter(
  (name) => !burst.texts.includes(name),
);
say(`causes that are in no message or reply: ${missing.length}`);
