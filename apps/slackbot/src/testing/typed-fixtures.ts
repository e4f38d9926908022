/**
 * For tests: runs the whole bot as a separate process, between the Slack stand-in and a DMS with one bulk. It is 18:00
 * in Riyadh on Monday 25 August 2025. A person types lines after `/leads`, and presses the offered buttons.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Message, startSlackSandbox } from '@leadbell/slack-sandbox';
import { newKeyText } from '@leadbell/store';
import { startTestDatabases, temporaryFolder } from '@leadbell/store/testing';
import { caseBody } from '@leadbell/testing';
import { buttonOf, manifest } from './bot-context-fixtures.ts';
import { botEntry, surroundings } from './process-fixtures.ts';
import { buttonsOf, textOf } from './slack-text-fixtures.ts';

const clock = '2025-08-25T15:00:00Z';

export interface Typed {
  readonly text: string;
  readonly buttons: readonly string[];
  /** Whether only the person who typed sees the answer. */
  readonly isPrivate: boolean;
  /** The command that was answered; null when the line was not understood. */
  readonly command: string | null;
  readonly message: Message;
}

export interface Who {
  readonly user?: string;
  readonly channel?: string;
}

export interface TypedWorld extends AsyncDisposable {
  type(line: string, who?: Who): Promise<Typed>;
  press(typed: Typed, label: string, who?: Who): Promise<Typed>;
  /** The requests to the DMS since the last call. */
  asked(): readonly URL[];
  log(): string;
  messages(channel: string): readonly Message[];
}

interface Line {
  readonly event: string;
  readonly command?: string;
}

export async function startTypedWorld(config: object = {}): Promise<TypedWorld> {
  const asked: URL[] = [];
  const dms = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://dms');
    asked.push(url);
    const body = answerTo(url);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(dms, 'listening');
  const databases = await startTestDatabases();
  const slack = await startSlackSandbox({ manifest, limits: false });
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'leadbell.config.json'), JSON.stringify(config));
  const child = fork(botEntry, {
    cwd: folder,
    env: {
      ...surroundings,
      DMS_BASE_URL: `http://127.0.0.1:${(dms.address() as AddressInfo).port}`,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      DATABASE_URL: await databases.createReady(),
      LEADBELL_KEY: newKeyText(),
      LEADBELL_CLOCK: clock,
      TIME_ZONE: 'Asia/Riyadh',
      DELIVERY_PACE: 'none',
      POLL_SECONDS: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => lines.push(line));
  await once(child, 'message');
  const { control } = slack;

  /** Runs `act` and waits until the bot has finished. Returns the answer: a message that is new or was replaced. */
  async function answerOf(
    { user = 'noura', channel = 'sales' }: Who,
    act: (user: string, channel: string) => Promise<unknown>,
  ): Promise<Typed> {
    const seen = () => control.messages(channel, { as: user });
    const before = new Map(seen().map((one) => [one.ts, JSON.stringify(one)]));
    const from = lines.length;
    await act(user, channel);
    const message = await control.waitFor(() =>
      seen().findLast((one) => before.get(one.ts) !== JSON.stringify(one) && !notAnswer.test(textOf(one))),
    );
    const end = (): Line | undefined =>
      lines
        .slice(from)
        .map((line) => JSON.parse(line) as Line)
        .findLast(({ event }) => event === 'answered' || event === 'not understood');
    await control.waitFor(() => end() !== undefined);
    const { event, command } = end() ?? { event: '' };
    return {
      text: textOf(message),
      buttons: buttonsOf(message).map(({ label }) => label.replaceAll(/[\u2066-\u2069\u200F]/g, '')),
      isPrivate: message.ephemeralTo !== undefined,
      command: event === 'answered' ? (command ?? null) : null,
      message,
    };
  }

  return {
    type: (line, who = {}) => answerOf(who, (user, channel) => control.say(user, channel, `/leads ${line}`)),
    press: ({ message }, label, who = {}) =>
      answerOf(who, (user) => control.click(user, message, buttonOf(message, label))),
    asked: () => asked.splice(0),
    log: () => lines.join('\n'),
    messages: (channel) => control.messages(channel),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
      await slack.close();
      await databases.close();
      dms.closeAllConnections();
      dms.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The DMS's answer, which contains the bulk if the request asks for its day, its number or one of its leads. */
function answerTo({ searchParams }: URL): string {
  const bulk = JSON.parse(caseBody('00-typed-world.json').toString()) as {
    readonly createdDate: string;
    readonly leads: readonly { readonly leadId: number; readonly leadExternalId: number }[];
  };
  const [id, from, to, lead] = ['id', 'fromDate', 'toDate', 'leadId'].map((name) => searchParams.get(name));
  if (id != null) return JSON.stringify(id === '118' ? [{ ...bulk, id: 118 }] : []);
  const at = Date.parse(bulk.createdDate);
  if (at < Date.parse(from ?? '') || at >= Date.parse(to ?? '')) return '[]';
  const leads = lead == null ? bulk.leads : bulk.leads.filter(({ leadId }) => String(leadId) === lead);
  return JSON.stringify(leads.length === 0 ? [] : [{ ...bulk, leads }]);
}
/**
 * Matches messages that come before an answer: the loading message and, before the first answer, the offer of
 * languages.
 */
const notAnswer = /^(?:Fetching|جار)|Which language do you prefer/;
