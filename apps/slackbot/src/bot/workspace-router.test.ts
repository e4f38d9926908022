// Events go only to the app of their workspace, however Slack names it.
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { App, LogLevel, type ReceiverEvent } from '@slack/bolt';
import { afterEach, expect, it } from 'vitest';
import type { Log } from '../log.ts';
import { createWorkspaceRouter, type WorkspaceRouter } from './workspace-router.ts';

const signingSecret = 'not-a-real-signing-secret';
const logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
let door: WorkspaceRouter | undefined;
afterEach(() => door?.stop());

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function open(isForOne: boolean, log = quiet): WorkspaceRouter {
  door = createWorkspaceRouter({
    connection: { kind: 'http', signingSecret, host: '127.0.0.1', port: 0 },
    isForOne,
    clientOptions: {},
    elapsed: () => 0,
    realNow: () => Date.now(),
    sleep: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
    logger,
    log,
  });
  return door;
}

/** As Slack does. Returns the status; null without an answer, as for a press in an unknown workspace. */
async function post(port: number | null, body: object, patienceMs = 300): Promise<number | null> {
  const isEvent = 'event' in body;
  const text = isEvent ? JSON.stringify(body) : new URLSearchParams({ payload: JSON.stringify(body) }).toString();
  const time = Math.floor(Date.now() / 1_000);
  const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${time}:${text}`).digest('hex')}`;
  const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(time),
      'x-slack-signature': signature,
    },
    body: text,
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => null);
  return answer?.status ?? null;
}

interface Origin {
  readonly [field: string]: unknown;
  readonly user?: object;
  readonly view?: object;
}

const from = (id: string) => ({ team: { id } });

/** A press from there. */
function press({ user, view, ...origin }: Origin): object {
  const seen = view === undefined ? {} : { view: { id: 'V1', ...view } };
  return { type: 'block_actions', ...origin, user: { id: 'U0NOURA', ...user }, ...seen };
}

/** Sends the body. Returns the workspaces whose app received it. */
async function sent(body: object, workspaces: readonly string[], isForOne = false): Promise<string[]> {
  const came: string[] = [];
  const router = open(isForOne);
  for (const workspace of workspaces) {
    const app = new App({
      receiver: router.receiverFor(workspace),
      authorize: () => Promise.resolve({}),
      logger,
      convoStore: false,
    });
    app.processEvent = async ({ ack }: ReceiverEvent) => {
      came.push(workspace);
      await ack();
    };
  }
  await post(await router.start(), body);
  return came;
}

it.each([
  ['a press of an older form', { team_id: 'TB' }, ['TB']],
  ['a press', { team: { id: 'TA' }, user: { team_id: 'TA' } }, ['TA']],
  ['a view that another workspace opened', { view: { app_installed_team_id: 'TA' }, team: { id: 'TB' } }, ['TA']],
  ['an event', { authorizations: [{ team_id: 'TB' }], team_id: 'TA' }, ['TB']],
  ['a press in a channel that a stranger shares', { team: { id: 'TX' }, user: { team_id: 'TA' } }, ['TA']],
  ['of an organisation', { team: null, user: { team_id: 'TB' } }, ['TB']],
  ['of an unknown workspace', { team: { id: 'TX' } }, []],
])('%s', async (_, origin, to) => {
  expect(await sent(press(origin), ['TA', 'TB'])).toEqual(to);
});

it('is not passed to the remaining workspace when another was refused', async () => {
  expect(await sent(press(from('TB')), ['TA'])).toEqual([]);
});

it('is passed to the only possible workspace', async () => {
  expect(await sent(press(from('TX')), ['TA'], true)).toEqual(['TA']);
});

it.each([
  ['without a person', { type: 'block_actions', team: { id: 'TA' } }],
  ['of a person who is no id', press({ user: { id: { id: 'U0NOURA' } } })],
  ['whose button has no text', { ...press(from('TA')), actions: [{ type: 'button', value: 7 }] }],
  ['of a command without a channel', { command: '/leads', user_id: 'U0NOURA', trigger_id: '1', text: '' }],
  ['of an unknown type', { ...press(from('TA')), type: 'dialog_submission' }],
])('%s, it is passed to none', async (_, body) => {
  expect(await sent(body, ['TA'], true)).toEqual([]);
});

it('is acknowledged if it is an event, which Slack would send again, but not if a person waits', async () => {
  const port = await open(false).start();
  expect(await post(port, { type: 'event_callback', team_id: 'TX', event: { type: 'app_mention' } })).toBe(200);
  expect(await post(port, press(from('TX')))).toBeNull();
});

it('is logged when Slack left events out, and answered', async () => {
  const lines: [unknown, string][] = [];
  const router = open(false, { ...quiet, warn: (fields, event) => void lines.push([fields, event]) });
  const port = await router.start();
  const body = { type: 'app_rate_limited', token: 'x', team_id: 'TA', minute_rate_limited: 1, api_app_id: 'A1' };
  expect(await post(port, body, 30_000)).toBe(200);
  expect(lines).toEqual([[{ reason: 'too-many', count: 1 }, 'event.unsent']]);
});

it('is logged once a minute with a count, if its workspace is not known', async () => {
  const lines: [unknown, string][] = [];
  const router = open(false, { ...quiet, warn: (fields, event) => void lines.push([fields, event]) });
  const port = await router.start();
  const event = { type: 'message', channel_type: 'im', channel: 'D1', user: 'U0NOURA', text: 'hi', ts: '1.1' };
  const greeting = { type: 'event_callback', event_id: 'Ev1', team_id: 'TX', event };
  await Promise.all(Array.from({ length: 30 }, () => post(port, greeting, 30_000)));
  await router.stop();
  door = undefined;
  expect(lines).toEqual([
    [{ reason: 'workspace', count: 1 }, 'workspace.unknown'],
    [{ reason: 'workspace', count: 29 }, 'workspace.unknown'],
  ]);
});
