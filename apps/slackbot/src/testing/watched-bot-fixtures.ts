/**
 * For tests: the bot's real process with health and metrics, together with the Slack stand-in, the
 * DMS simulator and a database of its own. Effects: starts processes, and opens sockets.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { startDmsSimulator, type DmsSimulator } from '@leadbell/dms-simulator';
import { startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore, type Store } from '@leadbell/store';
import { startTestDatabases, temporaryFolder } from '@leadbell/store/testing';
import { manifest } from './bot-context-fixtures.ts';
import { botEntry, surroundings } from './process-fixtures.ts';

type Slack = Awaited<ReturnType<typeof startSlackSandbox>>;

export interface WatchedBot extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly dms: DmsSimulator;
  readonly slack: Slack;
  readonly store: Store;
  readonly url: string;
  /** Makes every connection to the database fail from now on. */
  loseDatabase(): Promise<void>;
  readonly query: (text: string, values?: unknown[]) => Promise<unknown>;
  /** Fetches a page from the health port. `patienceMs`: 60,000 by default. */
  page(path: string, patienceMs?: number): Promise<{ readonly status: number; readonly text: string }>;
  metrics(): Promise<readonly Sample[]>;
  /** Repeats until the condition holds, or fails after two minutes. */
  until(condition: () => Promise<boolean>): Promise<void>;
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export async function startWatchedBot(
  over: 'socket' | 'http' = 'socket',
  env: Readonly<Record<string, string>> = {},
): Promise<WatchedBot> {
  const [dms, slack, databases] = [
    await startDmsSimulator({ leadsPerDay: 200 }),
    await startSlackSandbox({ manifest }),
    await startTestDatabases(),
  ];
  const url = await databases.createReady();
  const { SLACK_APP_TOKEN, ...rest } = {
    DMS_BASE_URL: dms.url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: url,
    LEADBELL_KEY: newKeyText(),
    POLL_SECONDS: '1',
    HEALTH_PORT: '0',
    ...env,
  };
  const child = fork(botEntry, {
    cwd: temporaryFolder(),
    env: {
      ...surroundings,
      ...rest,
      ...(over === 'http' ? { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: '0' } : { SLACK_APP_TOKEN }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const port = portIn(child);
  const ended = once(child, 'close');
  await Promise.race([once(child, 'message'), ended]);
  const base = `http://127.0.0.1:${await port}`;
  const store = await openStore({ url, pool: 2 });

  async function page(path: string, patienceMs = 60_000) {
    const response = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(patienceMs) });
    return { status: response.status, text: await response.text() };
  }

  return {
    child,
    dms,
    slack,
    store,
    page,
    url,
    async loseDatabase() {
      const name = new URL(url).pathname.slice(1);
      const other = await databases.create();
      await databases.query(other, `alter database "${name}" with allow_connections false`);
      await databases.query(other, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    },
    query: (text, values) => databases.query(url, text, values),
    metrics: async () => samplesIn((await page('/metrics')).text),
    async until(condition) {
      const endsAt = performance.now() + 120_000;
      while (!(await condition())) {
        if (performance.now() > endsAt) throw new Error('it did not come true');
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      await store.close();
      await slack.close();
      await dms.close();
      await databases.close();
    },
  };
}

/** The port that the process names in its log. */
function portIn(child: ChildProcess): Promise<number> {
  const found = Promise.withResolvers<number>();
  let said = '';
  child.stdout?.on('data', (data: Buffer) => {
    said += data.toString();
    const [, port] = /"port":(\d+),"event":"health"/.exec(said) ?? [];
    if (port !== undefined) found.resolve(Number(port));
  });
  child.once('close', () => found.reject(new Error(`the bot ended: ${said.slice(-500)}`)));
  return found.promise;
}

/** Reads the samples in Prometheus's text format. */
export function samplesIn(text: string): readonly Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (value === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', one = '']) => [key, one]);
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
}
