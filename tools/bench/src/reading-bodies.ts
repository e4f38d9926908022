// Simulates a DMS that sends one finished body, so that no measurement includes the time to make the body.
// `leads-100k.ts` starts this program with the number of leads; the program sends its address to `leads-100k.ts`.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startDmsSimulator } from '@leadbell/dms-simulator';

const dayMs = 86_400_000;
const from = Date.UTC(2026, 5, 6, 21);
const mostPerDay = 100_000;
const comma = Buffer.from(',');

const leads = Number(process.argv[2] ?? mostPerDay);
const days = await makeDays(Math.ceil(leads / mostPerDay));
const body = [Buffer.from('['), ...days.flatMap((day, n) => (n === 0 ? [day] : [comma, day])), Buffer.from(']')];
const [first = Buffer.alloc(0)] = days;
// The body for the warm-up: about 10,000 leads, up to the end of a bulk.
const share = Math.min(first.length, first.length * (10_000 / Math.min(leads, mostPerDay)));
const end = first.lastIndexOf(',{"leads":[', Math.ceil(share) - 1);
const small = [Buffer.from('['), end < 0 ? first : first.subarray(0, end), Buffer.from(']')];

const server = createServer((req, res) => void send(res, req.url?.startsWith('/small/') === true ? small : body));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

/**
 * Makes the bulks of several days and moves them all to the first day, because the simulator has at most 100,000 leads
 * a day.
 */
async function makeDays(count: number): Promise<readonly Buffer[]> {
  const simulator = await startDmsSimulator({
    leadsPerDay: Math.min(leads, mostPerDay),
    seed: 5,
    now: () => from + 60 * dayMs,
    answer: 'array',
  });
  const made: { readonly bulks: Buffer; readonly day: number }[] = [];
  for (let day = 0; made.length < count; day += 1) {
    const start = from + day * dayMs;
    // A Friday has fewer leads, so it is left out.
    if (new Date(start + dayMs / 2).getUTCDay() === 5) continue;
    const query = new URLSearchParams({
      fromDate: new Date(start).toISOString(),
      toDate: new Date(start + dayMs - 1).toISOString(),
    });
    const answer = await (await fetch(`${simulator.url}/v1/leads/bulks?${query.toString()}`)).arrayBuffer();
    made.push({ bulks: Buffer.from(answer).subarray(1, -1), day });
  }
  await simulator.close();
  // The simulator has sent its last answer, so it does no harm if this blocks the event loop.
  return made.map(({ bulks, day }) => moved(bulks, day));
}

function moved(bulks: Buffer, days: number): Buffer {
  if (days === 0) return bulks;
  const text = bulks
    .toString('latin1')
    .replace(
      /"createdDate":"([^"]+)"/g,
      (_, at: string) => `"createdDate":"${new Date(Date.parse(at) - days * dayMs).toISOString()}"`,
    );
  return Buffer.from(text, 'latin1');
}

async function send(res: ServerResponse, parts: readonly Buffer[]): Promise<void> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
  for (const part of parts) {
    if (!res.write(part)) await once(res, 'drain');
  }
  res.end();
}
