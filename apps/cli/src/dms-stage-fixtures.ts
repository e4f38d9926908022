/** For tests: the stage of `stage-fixtures.ts`, with a simulated DMS. */
import { type DmsSimulator, startDmsSimulator, type Truth } from '@leadbell/dms-simulator';
import { newKeyText } from '@leadbell/store';
import { afterEach, beforeEach } from 'vitest';
import { leadbell, type Said } from './cli-fixtures.ts';
import { folder, setUpStage, url } from './stage-fixtures.ts';

export interface DmsStage {
  readonly dms: DmsSimulator;
  /** The day before the test began, in Riyadh, such as `2025-08-25`. */
  readonly yesterday: string;
  run(...words: string[]): Promise<Said>;
  truthOfYesterday(): Truth;
  /** The phone numbers and e-mail addresses of yesterday's leads. */
  peopleOfYesterday(): Promise<readonly string[]>;
}

const dayMs = 86_400_000;
const riyadhMs = 3 * 3_600_000;

function dayBefore(now: number) {
  const midnight = Math.floor((now + riyadhMs) / dayMs) * dayMs - riyadhMs;
  return { from: midnight - dayMs, to: midnight };
}

export function createDmsStage(): DmsStage {
  setUpStage();
  let dms: DmsSimulator;
  let day = dayBefore(0);
  const key = newKeyText();
  beforeEach(async () => {
    day = dayBefore(Date.now());
    dms = await startDmsSimulator({ leadsPerDay: 60 });
  });
  afterEach(() => dms.close());
  return {
    get dms() {
      return dms;
    },
    get yesterday() {
      return new Date(day.from + riyadhMs).toISOString().slice(0, 10);
    },
    run: (...words) =>
      leadbell(
        folder,
        {
          DATABASE_URL: url,
          LEADBELL_KEY: key,
          DMS_BASE_URL: dms.url,
          SLACK_BOT_TOKEN: 'xoxb-none-here',
          SLACK_APP_TOKEN: 'xapp-none-here',
        },
        ...words,
      ),
    truthOfYesterday: () => dms.truth(day),
    async peopleOfYesterday() {
      const { from, to } = day;
      const address = new URL('/v1/leads/bulks', dms.url);
      address.searchParams.set('fromDate', new Date(from).toISOString());
      address.searchParams.set('toDate', new Date(to - 1).toISOString());
      const text = await (await fetch(address)).text();
      return [...text.matchAll(/"(?:phoneNumber|email)": ?"([^"]{6,})"/g)].map(([, value = '']) => value);
    },
  };
}
