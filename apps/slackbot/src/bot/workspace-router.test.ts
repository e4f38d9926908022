// An event goes only to the app of its workspace, whichever of its fields names the workspace.
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

function open(isForOne: boolean, log = quiet, more: { readonly ackWithinMs?: number } = {}): WorkspaceRouter {
  door = createWorkspaceRouter({
    connection: { kind: 'http', signingSecret, host: '127.0.0.1', port: 0 },
    isForOne,
    clientOptions: {},
    tokens: { present: (token) => token, lookAgain() {} },
    elapsed: () => 0,
    realNow: () => Date.now(),
    sleep: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
    logger,
    log,
    ...more,
  });
  return door;
}

/** A signal that aborts a moment after a request was refused, because some refused requests get no answer. */
function untilRefused(): { readonly log: Log; readonly over: AbortSignal } {
  const over = new AbortController();
  return { log: { ...quiet, warn: () => void setTimeout(() => over.abort(), 300) }, over: over.signal };
}

/**
 * Posts the body as Slack does. Returns the status; null if there is no answer before `over` aborts, as for a press in
 * an unknown workspace.
 */
async function post(port: number | null, body: object, over = AbortSignal.timeout(60_000)): Promise<number | null> {
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
    signal: over,
  }).catch(() => null);
  return answer?.status ?? null;
}

interface Origin {
  readonly [field: string]: unknown;
  readonly user?: object;
  readonly view?: object;
}

const from = (id: string) => ({ team: { id } });

/** A press in the workspace of this origin. */
function press({ user, view, ...origin }: Origin): object {
  const seen = view === undefined ? {} : { view: { id: 'V1', ...view } };
  return { type: 'block_actions', ...origin, user: { id: 'U0NOURA', ...user }, ...seen };
}

/** Sends the body. Returns the workspaces whose app received the body. */
async function sent(body: object, workspaces: readonly string[], isForOne = false): Promise<string[]> {
  const came: string[] = [];
  const { log, over } = untilRefused();
  const router = open(isForOne, log);
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
  await post(await router.start(), body, over);
  return came;
}

it.each([
  ['a press of an older form', { team_id: 'TB' }, ['TB']],
  ['a press', { team: { id: 'TA' }, user: { team_id: 'TA' } }, ['TA']],
  ['a view that another workspace opened', { view: { app_installed_team_id: 'TA' }, team: { id: 'TB' } }, ['TA']],
  ['an event', { authorizations: [{ team_id: 'TB' }], team_id: 'TA' }, ['TB']],
  ['a press in a channel that a stranger shares', { team: { id: 'TX' }, user: { team_id: 'TA' } }, ['TA']],
  ['a press of an organisation', { team: null, user: { team_id: 'TB' } }, ['TB']],
  ['a press of an unknown workspace', { team: { id: 'TX' } }, []],
])('%s reaches no workspace but its own', async (_, origin, to) => {
  expect(await sent(press(origin), ['TA', 'TB'])).toEqual(to);
});

it('a press in a workspace whose token Slack refused is not passed to the only other workspace', async () => {
  expect(await sent(press(from('TB')), ['TA'])).toEqual([]);
});

it('a press is passed to the only workspace if Leadbell serves just one', async () => {
  expect(await sent(press(from('TX')), ['TA'], true)).toEqual(['TA']);
});

it.each([
  ['a press without a person', { type: 'block_actions', team: { id: 'TA' } }],
  ['a press with a malformed user id', press({ user: { id: { id: 'U0NOURA' } } })],
  ['a press whose value is not a text', { ...press(from('TA')), actions: [{ type: 'button', value: 7 }] }],
  ['a command without a channel', { command: '/leads', user_id: 'U0NOURA', trigger_id: '1', text: '' }],
  ['an interaction of an unknown type', { ...press(from('TA')), type: 'dialog_submission' }],
])('%s is passed to no workspace', async (_, body) => {
  expect(await sent(body, ['TA'], true)).toEqual([]);
});

it('an event of an unknown workspace is acknowledged, but a press is not, because a person waits for it', async () => {
  const router = open(false);
  const event = { type: 'event_callback', team_id: 'TX', event: { type: 'app_mention' } };
  expect(await post(await router.start(), event)).toBe(200);
  await router.stop();
  const { log, over } = untilRefused();
  expect(await post(await open(false, log).start(), press(from('TX')), over)).toBeNull();
});

it('a request that is not acknowledged in time gets 404', async () => {
  const router = open(false, quiet, { ackWithinMs: 1 });
  expect(await post(await router.start(), press(from('TX')))).toBe(404);
});

it('a notice that Slack left events out is acknowledged and logged', async () => {
  const lines: [unknown, string][] = [];
  const router = open(false, { ...quiet, warn: (fields, event) => void lines.push([fields, event]) });
  const port = await router.start();
  const body = { type: 'app_rate_limited', token: 'x', team_id: 'TA', minute_rate_limited: 1, api_app_id: 'A1' };
  expect(await post(port, body)).toBe(200);
  expect(lines).toEqual([[{ reason: 'too-many', count: 1 }, 'event.unsent']]);
});

it('the first event of an unknown workspace is logged at once, and the others are counted in one line', async () => {
  const lines: [unknown, string][] = [];
  const router = open(false, { ...quiet, warn: (fields, event) => void lines.push([fields, event]) });
  const port = await router.start();
  const event = { type: 'message', channel_type: 'im', channel: 'D1', user: 'U0NOURA', text: 'hi', ts: '1.1' };
  const greeting = { type: 'event_callback', event_id: 'Ev1', team_id: 'TX', event };
  await Promise.all(Array.from({ length: 30 }, () => post(port, greeting)));
  await router.stop();
  door = undefined;
  expect(lines).toEqual([
    [{ reason: 'workspace', count: 1 }, 'workspace.unknown'],
    [{ reason: 'workspace', count: 29 }, 'workspace.unknown'],
  ]);
});
