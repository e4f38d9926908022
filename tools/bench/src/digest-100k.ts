// Measures a digest of a day of 100,000 leads, compared with the day and the week before: from the
// button to the post, in the real bot. Meanwhile help is requested twenty times a second: the time
// to acknowledge shows how long the event loop was blocked. `node tools/bench/src/digest-100k.ts`
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox } from '@leadbell/launcher';

const sandbox = await startSandbox({
  stdio: 'ignore',
  dms: { seed: 5, leadsPerDay: 100_000, historyDays: 10 },
  env: { LOG_LEVEL: 'silent', POLL_SECONDS: '0' },
});
const { slack, dms, bot } = sandbox;
const { control } = slack;
await delay(2_000);
const idle = memory();
await control.say('noura', 'sales', '/leads subscribe digest 08:30');
const card = await control.waitFor(() =>
  control.messages('sales', { as: 'noura' }).find(({ blocks }) => JSON.stringify(blocks).includes('Send now')),
);
// *Send now* is the card's first button.
const sendNow = /"leads\.subscription[^"]*"/.exec(JSON.stringify(card.blocks))?.[0].replaceAll('"', '') ?? '';
const acks: number[] = [];
const over = new AbortController();
let peak = 0;
const asking = (async () => {
  while (!over.signal.aborted) {
    const askedAt = performance.now();
    await control.say('samir', 'sales-riyadh', '/leads help');
    acks.push(performance.now() - askedAt);
    peak = Math.max(peak, memory());
    await delay(50);
  }
})();
const begunAt = performance.now();
await control.click('noura', card, sendNow);
await control.waitFor(() => slack.ledger().find(({ metadata }) => metadata !== undefined), 60_000);
const tookMs = performance.now() - begunAt;
over.abort();
await asking;
process.stdout.write(
  `digest of 100,000 leads, and 200,000 to compare: ${(tookMs / 1_000).toFixed(1)} s; memory ${idle} MB idle, ${peak} MB at its peak; ` +
    `acknowledgements meanwhile p50 ${quantile(0.5)} ms, the longest ${quantile(1)} ms; ${dms.requests.length} requests to the DMS\n`,
);
await sandbox.stop();

function memory(): number {
  return Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${bot.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
  );
}

function quantile(q: number): string {
  const sorted = acks.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN).toFixed(0);
}
