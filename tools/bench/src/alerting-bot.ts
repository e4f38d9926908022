/**
 * Starts a scripted DMS, the real bot as a process, and a channel of the Slack stand-in that
 * subscribes to alerts. Effects: starts processes, opens sockets.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { exampleBody } from '@leadbell/dms-simulator';
import { startBot } from '@leadbell/launcher';
import { type SlackSandbox, startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText, openStore } from '@leadbell/store';
import { startTestDatabases } from '@leadbell/store/testing';

export const channel = 'C0SALES';
const template = JSON.parse(exampleBody) as { readonly leads: readonly object[] };

/** A bulk of one lead. */
export interface Bulk {
  /** When the bulk was created. */
  readonly at: number;
  /** The number of its lead. */
  readonly n: number;
  /** Null if the lead has no error. */
  error: { readonly code: string; readonly message: string } | null;
}

export interface AlertingBot extends AsyncDisposable {
  readonly slack: SlackSandbox;
  /** The DMS's bulks. */
  readonly bulks: Bulk[];
  /** Returns how many requests the DMS has had. */
  requests(): number;
  query(text: string): Promise<readonly Record<string, unknown>[]>;
}

/** `without`: rules that are switched off in the channel's subscription. */
export async function startAlertingBot(
  without: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<AlertingBot> {
  const bulks: Bulk[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const query = new URL(request.url ?? '', 'http://dms').searchParams;
    const from = Date.parse(query.get('fromDate') ?? '') || 0;
    const to = Date.parse(query.get('toDate') ?? '') || Date.now();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(bulks.filter(({ at }) => at >= from && at <= to).map(bodyOf)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const slack = await startSlackSandbox({ limits: false, keepMessages: 100_000, keepTraffic: 10 });
  const databases = await startTestDatabases(false);
  const url = await databases.create();
  const store = await openStore({ url });
  await store.transaction((tx) =>
    store.subscriptions.add(tx, {
      workspace: 'T0SANDBOX',
      channel,
      owner: 'U0NOURA',
      kind: 'alerts',
      definition: { zone: 'Asia/Riyadh', language: 'en', without },
      nextRunAt: null,
    }),
  );
  await store.close();
  const bot = await startBot({
    stdio: 'ignore',
    env: {
      DMS_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      DMS_AUTH: 'none',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DATABASE_URL: url,
      LEADBELL_KEY: newKeyText(),
      DELIVERY_PACE: 'none',
      LOG_LEVEL: process.env['BENCH_LOG'] ?? 'silent',
      ...env,
    },
  });
  await delay(2_000);
  return {
    slack,
    bulks,
    requests: () => requests,
    query: (text) => databases.query(url, text),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await databases.close();
      await slack.close();
      server.close();
    },
  };
}

function bodyOf({ at, n, error }: Bulk): object {
  const [lead] = template.leads;
  const isError = error === null ? 0 : 1;
  return {
    ...template,
    createdDate: new Date(at).toISOString(),
    isProcessed: 4,
    totalRecords: 1,
    errorRecords: isError,
    leads: [
      { ...lead, leadExternalId: n, leadId: isError === 1 ? 0 : n, isError, errorList: error === null ? [] : [error] },
    ],
  };
}
