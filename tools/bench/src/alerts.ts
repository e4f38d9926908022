// Measures the time from an error in the DMS to the message in the channel, in working hours, with the real bot as a
// process and the Slack stand-in. The DMS shows a bulk with a new error at random moments. To compare, prints the least
// possible time: on average half a poll interval, plus the group wait. Also counts the requests to the DMS. `npx node
// tools/bench/src/alerts.ts [errors] [seconds between two, on average] [poll seconds, or budget]`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startAlertingBot } from './alerting-bot.ts';

const total = Number(process.argv[2] ?? 200);
const meanSeconds = Number(process.argv[3] ?? 30);
const pace = process.argv[4] ?? 'budget';
/** With the budget, the bot polls every 10 s while the business is open. */
const pollSeconds = pace === 'budget' ? 10 : Number(pace);
const groupWaitSeconds = 5;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

// The business opened an hour ago and is open for nine hours, whenever this runs. A business that
// never closes would spread its budget over 24 hours.
const clockOf = (atMs: number): string =>
  new Date(atMs).toLocaleTimeString('en-GB', { timeZone: 'Asia/Riyadh', hour: '2-digit', minute: '2-digit' });
const hours = `${clockOf(Date.now() - 3_600_000)}-${clockOf(Date.now() + 8 * 3_600_000)}`;
const folder = mkdtempSync(join(tmpdir(), 'leadbell-bench-'));
const config = join(folder, 'config.json');
writeFileSync(config, JSON.stringify({ calendar: { workingDays: 'sun-sat', hours } }));
const bot = await startAlertingBot(['new-error', 'no-leads', 'counts-differ'], {
  ...(pace === 'budget' ? {} : { POLL_SECONDS: pace }),
  LEADBELL_CONFIG: config,
});
const startedAt = Date.now();
const requestsBefore = bot.requests();
for (let n = 1; n <= total; n += 1) {
  // Each error is new, so it gets a message of its own.
  bot.bulks.push({ at: Date.now(), n, error: { code: `E_${n}`, message: `error ${n}` } });
  // The waits have an exponential distribution, as between independent events.
  await delay(-Math.log(1 - Math.random()) * meanSeconds * 1_000);
}
const shownForMs = Date.now() - startedAt;
const requestsThen = bot.requests() - requestsBefore;
await bot.slack.control.waitFor(
  () => bot.slack.ledger().length >= total,
  (3 * pollSeconds + groupWaitSeconds + 60) * 1_000,
);
const rows = await bot.query(
  `select (extract(epoch from o.sent_at) * 1000 - (m.value ->> 'createdAt')::float8)::float8 as ms
   from alerts a cross join lateral jsonb_each(a.state -> 'members') as m
   join outbox o on o.key = 'alert ' || a.id || ' 1' and o.sent_at is not null`,
);
const ms = rows.map((row) => Number(row['ms'])).toSorted((a, b) => a - b);
const at = (share: number): string => ((ms[Math.floor(ms.length * share)] ?? 0) / 1_000).toFixed(1);
say(`${ms.length} errors posted of ${total} shown, one in ${meanSeconds} s, pace: ${pace}`);
say(
  `from shown to posted: p50 ${at(0.5)} s, p95 ${at(0.95)} s, p99 ${at(0.99)} s, most ${((ms.at(-1) ?? 0) / 1_000).toFixed(1)} s`,
);
say(
  `floor at ${pollSeconds} s: p50 ${pollSeconds / 2 + groupWaitSeconds} s, p95 ${(pollSeconds * 0.95 + groupWaitSeconds).toFixed(1)} s, p99 ${(pollSeconds * 0.99 + groupWaitSeconds).toFixed(1)} s`,
);
say(
  `requests to the DMS: ${requestsThen} in ${Math.round(shownForMs / 1_000)} s, ${Math.round((requestsThen / shownForMs) * 3_600_000)} an hour while so much happens`,
);
await bot[Symbol.asyncDispose]();
rmSync(folder, { recursive: true });
