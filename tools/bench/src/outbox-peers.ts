// The peers of the outbox, each in a process of its own, as the bot is; `outbox.ts` starts them. `web-client`: plain
// `chat.postMessage` calls, 20 at a time, which store nothing. `pg-boss`: fetches and completes 20 jobs at a time,
// without calling Slack. `pg-boss-calls`: the same, with a call for each job. `steps`: the outbox's own database steps,
// which end and claim 20 messages at a time, without calling Slack. `pg-boss-50` and `steps-50`: the same, 50 at a
// time.
import { type Done, openStore } from '@leadbell/store';
import { PgBoss } from 'pg-boss';
import { LogLevel, WebClient } from '@slack/web-api';

export interface PeerResult {
  readonly seconds: number;
  readonly user: number;
  readonly system: number;
}

export type Peer = 'web-client' | 'pg-boss' | 'pg-boss-50' | 'pg-boss-calls' | 'steps' | 'steps-50';

const [peer = '', total = '0', slackUrl = '', token = '', databaseUrl = ''] = process.argv.slice(2);
const count = Number(total);
const atATime = peer.endsWith('-50') ? 50 : 20;
const queue = 'bench';
const client = new WebClient(token, { slackApiUrl: slackUrl, logLevel: LogLevel.ERROR });
const text = 'Branch not found × 28, Invalid phone × 4';
const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];

async function call(n: number): Promise<void> {
  await client.chat.postMessage({ channel: `C0BENCH${n % 200}`, text: `${peer}${n}`, blocks });
}

async function measured(work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const result: PeerResult = {
    seconds: (performance.now() - begun) / 1_000,
    user: user / 1_000,
    system: system / 1_000,
  };
  process.send?.(result);
}

async function calls(): Promise<void> {
  let next = 0;
  const slot = async (): Promise<void> => {
    while (next < count) await call(next++);
  };
  await told();
  await measured(async () => void (await Promise.all(Array.from({ length: atATime }, slot))));
}

/** Reports to the parent process that this peer is ready, and waits for its turn. */
async function told(): Promise<void> {
  process.send?.('ready');
  await new Promise((go) => process.once('message', go));
}

async function jobs(isCalling: boolean): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 3, schedule: false, supervise: false });
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue(queue);
  for (let done = 0; done < count; done += 500)
    await boss.insert(
      queue,
      Array.from({ length: Math.min(500, count - done) }, (_, n) => ({ data: { text: `j${done + n}`, blocks } })),
    );
  // A busy queue's tables have statistics in PostgreSQL, so these are made first.
  await boss.getDb().executeSql('analyze');
  await told();
  await measured(async () => {
    for (let n = 0; ;) {
      const found = await boss.fetch(queue, { batchSize: atATime });
      if (found.length === 0) return;
      if (isCalling) await Promise.all(found.map(() => call(n++)));
      await boss.complete(
        queue,
        found.map(({ id }) => id),
      );
    }
  });
  await boss.stop({ graceful: false, close: true });
}

const unlimited = 1e6;
const pace = {
  channelMs: 0,
  postsPerSecond: unlimited,
  postBurst: unlimited,
  updatesPerSecond: unlimited,
  updateBurst: unlimited,
  looksPerSecond: unlimited,
  lookBurst: unlimited,
  doubtWaitMs: 60_000,
};

async function steps(): Promise<void> {
  const store = await openStore({ url: databaseUrl, pool: 2 });
  for (let done = 0; done < count; done += 500)
    await store.transaction((tx) =>
      store.outbox.add(
        tx,
        Array.from({ length: Math.min(500, count - done) }, (_, n) => ({
          workspace: 'T0BENCH',
          channel: `C0BENCH${n % 200}`,
          key: `b${done + n}`,
          kind: 'bench',
          payload: { text: `b${done + n}`, blocks },
        })),
      ),
    );
  await store.raw().execute('analyze');
  const options = { workspaces: ['T0BENCH'], limit: atATime, leaseMs: 60_000, pace, owner: 1, slackNow: null };
  await told();
  await measured(async () => {
    for (let sent: readonly Done[] = []; ;) {
      const { claims } = await store.deliveries.step(options, sent);
      if (claims.length + sent.length === 0) return;
      sent = claims.map((claim) => {
        const { outboxId, version, channel: conversation } = claim;
        return { claim, outcome: { kind: 'sent', ts: `1.${outboxId}`, version, conversation } };
      });
    }
  });
  await store.close();
}

// Without a parent process there is nothing to do.
if (process.send !== undefined) {
  await (peer === 'web-client' ? calls() : peer.startsWith('steps') ? steps() : jobs(peer === 'pg-boss-calls'));
  process.disconnect?.();
}
