/**
 * States of the sandbox that can be started by name, for demonstrations and for development: each
 * has settings for the sandbox, and actions that bring its page to the state. Effects: those of the
 * given sandbox. Errors: `Error` if the state is not reached.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type DmsSimulatorOptions, isFriday } from '@leadbell/dms-simulator';
import type { Sandbox } from './sandbox.ts';

export interface Scenario {
  readonly name: string;
  /** A short description for the list. */
  readonly about: string;
  /** The person as whom the page opens, and the channel; the names are those of the Slack stand-in. */
  readonly user: string;
  readonly channel: string;
  /** Returns options for the DMS. `now`: the instant of the start, in epoch milliseconds. */
  dms(now: number): DmsSimulatorOptions;
  readonly settings?: Readonly<Record<string, string>>;
  /** Returns the sandbox's time at its start; absent: the real time. */
  startsAt?(now: number): number;
  /** Resolves when the page shows the state. */
  play(sandbox: Sandbox): Promise<void>;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** The offset of Riyadh, where the sandbox's business is. */
const zoneOffset = 180 * minute;

const alerting = { user: 'samir', channel: 'integration', settings: { POLL_SECONDS: '1' } } as const;
const selling = { user: 'samir', channel: 'sales' } as const;

export const scenarios: readonly Scenario[] = [
  {
    name: 'errored-bulk',
    about: 'a bulk of 40 leads has failed as a whole, and #integration has its alert',
    ...alerting,
    dms: () => ({}),
    async play(sandbox) {
      await subscribe(sandbox);
      sandbox.dms.plantErroredBulk(40);
      await untilPosted(sandbox, /40 (?:of|leads)/);
    },
  },
  {
    name: 'dms-down',
    about: 'the DMS answers 503 to everything, and #integration has the alert about it',
    ...alerting,
    dms: () => ({}),
    async play(sandbox) {
      await subscribe(sandbox);
      const before = sandbox.slack.ledger().length;
      sandbox.dms.faults.add({ kind: 'status', status: 503 });
      await untilPosted(sandbox, /The DMS is not answering/, before);
    },
  },
  {
    name: 'quiet-day',
    about: 'no lead has come today; other days are normal',
    ...selling,
    dms: (now) => ({ quietDay: now }),
    play: (sandbox) => ask(sandbox, selling, '/leads today'),
  },
  {
    name: 'busy-day',
    about: 'eight in the evening of a day with 3,000 leads; some 2,300 have come',
    ...selling,
    dms: () => ({ leadsPerDay: 3_000 }),
    startsAt: lastEvening,
    play: (sandbox) => ask(sandbox, selling, '/leads today'),
  },
  {
    name: 'arabic',
    about: 'a business that speaks Arabic, as Noura sees it',
    user: 'noura',
    channel: 'sales',
    dms: () => ({}),
    settings: { LANGUAGE: 'ar' },
    startsAt: lastEvening,
    play: (sandbox) => ask(sandbox, { user: 'noura', channel: 'sales' }, '/leads اليوم'),
  },
  {
    name: 'roles',
    about: 'Amal is admin, Noura manager, Samir agent, Idris viewer, others are refused',
    ...selling,
    dms: () => ({}),
    settings: { LEADBELL_CONFIG: fileURLToPath(new URL('../roles.config.json', import.meta.url)) },
    startsAt: lastEvening,
    play: (sandbox) => ask(sandbox, selling, '/leads today'),
  },
];

/** Returns the latest 20:00 in Riyadh that is not on a Friday, when fewer leads come. */
function lastEvening(now: number): number {
  const evening = 20 * 60 * minute - zoneOffset;
  const date = Math.floor((now - evening) / day);
  return (isFriday(date) ? date - 1 : date) * day + evening;
}

type Place = Pick<Scenario, 'user' | 'channel'>;

function isAnswer(blocks: readonly unknown[]): boolean {
  return blocks.length > 1 && !JSON.stringify(blocks).includes('1;language;');
}

/**
 * Resolves when the bot has answered. Before the answer, the bot asks about the language and says
 * that it is fetching.
 */
async function ask({ slack }: Sandbox, { user, channel }: Place, text: string): Promise<void> {
  const shown = () => slack.control.messages(channel, { as: user }).find(({ blocks = [] }) => isAnswer(blocks));
  await slack.control.say(user, channel, text);
  await slack.control.waitFor(shown);
}

/** Subscribes to every alert, once the DMS has been read. */
async function subscribe(sandbox: Sandbox): Promise<void> {
  const { dms } = sandbox;
  for (let tries = 0; dms.requests.length === 0 && tries < 600; tries += 1) await delay(100);
  await ask(sandbox, alerting, '/leads subscribe alerts');
}

/**
 * Waits until the text is posted. Alerts wait for others of their kind, so this moves the clock to
 * the end of the wait.
 */
async function untilPosted(sandbox: Sandbox, text: RegExp, from = 0): Promise<void> {
  const { slack, dms } = sandbox;
  const found = () =>
    slack
      .ledger()
      .slice(from)
      .find((one) => one.ephemeralTo === undefined && text.test(JSON.stringify(one.blocks ?? one.text)));
  for (let moves = 0; moves < 30; moves += 1) {
    const isThere = await slack.control.waitFor(found, 3_000).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await sandbox.moveClock(dms.clock.now() + minute);
  }
  throw new Error('the alert of this scenario did not come');
}
