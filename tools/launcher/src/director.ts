/**
 * The scenes that a visitor of the sandbox can play with the buttons on its page: they change the
 * DMS or move the clock. Each scene needs a channel with a subscription, which the scene's person
 * makes if it is missing. Effects: those of the sandbox. Errors: `Error` when the bot does not
 * answer.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DmsSimulator } from '@leadbell/dms-simulator';
import type { Director, InEach, SlackSandbox } from '@leadbell/slack-sandbox';
import { tours } from './tours.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** The offset of Riyadh, where the sandbox's business is. */
const zoneOffset = 180 * minute;
const digestMinute = 8 * 60 + 30;
/** More than the 5 minutes after which the DMS counts as unreachable. */
const minutesDown = 7;
/** The bot polls twice in this time. */
const untilSeenMs = 10_000;

/** No other bulk has this error, so its alert ends when this bulk is corrected. */
const campaignEnded = { message: 'Campaign 20931 has ended', code: 'CAMPAIGN_ENDED', field: 'campaign' };

type SubscriptionName = 'leads' | 'alerts' | 'digest';
/**
 * Alerts come only for bulks with ten errors or more and for the DMS itself. Otherwise the alerts of a usual day would
 * come first, as one list, and the scene's alerts after them.
 */
const subscriptions: Readonly<Record<SubscriptionName, readonly [user: string, channel: string, line: string]>> = {
  leads: ['samir', 'sales', '/leads subscribe leads'],
  alerts: ['idris', 'integration', '/leads subscribe alerts from-10'],
  digest: ['samir', 'sales', '/leads subscribe digest 08:30'],
};

/** The parts of the sandbox that scenes use. */
interface Sandbox {
  readonly slack: SlackSandbox;
  readonly dms: DmsSimulator;
  moveClock(at: number): Promise<void>;
}

interface Stage {
  readonly sandbox: Sandbox;
  /** Makes this subscription in its channel, unless it exists. */
  readonly subscribe: (name: SubscriptionName) => Promise<void>;
  /** The bulk that failed last, if its errors are not corrected yet; otherwise null. */
  failed: number | null;
}

interface PlayedScene {
  readonly id: string;
  readonly label: InEach;
  play(stage: Stage): Promise<InEach>;
}

const scenes: readonly PlayedScene[] = [
  {
    id: 'hot-lead',
    label: { en: 'A hot lead arrives', ar: 'يصل عميل محتمل ساخن' },
    async play({ sandbox, subscribe }) {
      await subscribe('leads');
      sandbox.dms.plant({ leads: 1, isHot: true });
      return {
        en: 'The lead is in the DMS. Its card comes to #sales within seconds.',
        ar: 'أصبح في نظام DMS، وستصل بطاقته إلى #sales خلال ثوانٍ.',
      };
    },
  },
  {
    id: 'bulk-fails',
    label: { en: 'A bulk fails', ar: 'تفشل دفعة' },
    async play(stage) {
      await stage.subscribe('alerts');
      stage.failed = stage.sandbox.dms.plant({ leads: 12, isErrored: true, error: campaignEnded });
      return {
        en: 'Its 12 leads have errors. The alert comes to #integration within half a minute.',
        ar: 'في عملائها الـ12 أخطاء، وسيصل التنبيه إلى #integration خلال نصف دقيقة.',
      };
    },
  },
  {
    id: 'bulk-corrected',
    label: { en: '… is corrected', ar: '… ثم تُصحَّح' },
    async play(stage) {
      if (stage.failed === null) return noFailed;
      const { sandbox } = stage;
      const { dms } = sandbox;
      dms.change(stage.failed, { isCorrected: true });
      stage.failed = null;
      await sandbox.moveClock(dms.clock.now() + minute);
      return {
        en: 'Its errors are gone in the DMS (the clock was moved by a minute). The alert in #integration is resolved within half a minute.',
        ar: 'زالت أخطاؤها في نظام DMS (قُدِّمت الساعة دقيقة)، وسيُغلق التنبيه في #integration خلال نصف دقيقة.',
      };
    },
  },
  {
    id: 'bulk-cancelled',
    label: { en: 'A bulk is cancelled', ar: 'تُلغى دفعة' },
    async play({ sandbox }) {
      const id = sandbox.dms.plant({ leads: 9, takesMs: 10 * minute });
      await delay(untilSeenMs);
      sandbox.dms.change(id, { takesMs: 1, fate: 'cancelled' });
      return {
        en: 'A bulk of 9 leads was cancelled halfway. /leads today counts it, and so does the next digest.',
        ar: 'أُلغيت في منتصفها دفعة من 9 عملاء. تجدها في ‎/leads اليوم وفي الملخص التالي.',
      };
    },
  },
  {
    id: 'dms-down',
    label: { en: 'The DMS goes down', ar: 'يتوقف نظام DMS' },
    async play({ sandbox, subscribe }) {
      await subscribe('alerts');
      sandbox.dms.faults.add({ kind: 'status', status: 503 });
      for (let n = 0; n < minutesDown; n += 1) {
        await delay(1_000);
        await sandbox.moveClock(sandbox.dms.clock.now() + minute);
      }
      return {
        en: 'The DMS has not answered for 7 minutes (the clock was moved). The alert comes to #integration.',
        ar: 'لم يُجب منذ 7 دقائق (قُدِّمت الساعة)، وسيصل التنبيه إلى #integration.',
      };
    },
  },
  {
    id: 'dms-back',
    label: { en: '… and comes back', ar: '… ثم يعود' },
    async play({ sandbox }) {
      sandbox.dms.faults.clear();
      await delay(untilSeenMs / 2);
      await sandbox.moveClock(sandbox.dms.clock.now() + minute);
      return {
        en: 'The DMS answers again. The alert in #integration is resolved soon.',
        ar: 'عاد إلى الإجابة، وسيُغلق التنبيه في #integration قريبًا.',
      };
    },
  },
  {
    id: 'next-morning',
    label: { en: 'Tomorrow 08:30 comes', ar: 'تأتي 08:30 من صباح الغد' },
    async play({ sandbox, subscribe }) {
      await subscribe('digest');
      await sandbox.moveClock(nextMorning(sandbox.dms.clock.now()));
      return {
        en: 'The clock was moved. The digest of the day comes to #sales within a minute.',
        ar: 'قُدِّمت الساعة، وسيصل ملخص اليوم إلى #sales خلال دقيقة.',
      };
    },
  },
];

const noFailed: InEach = {
  en: 'No bulk has errors now. Press “A bulk fails” first.',
  ar: 'لا توجد الآن دفعة فيها أخطاء. اضغط أولًا «تفشل دفعة».',
};

/** Returns a time just before 08:30 in Riyadh on the next day, so that the clock reaches the minute of the digest. */
function nextMorning(now: number): number {
  const midnight = Math.floor((now + zoneOffset) / day) * day - zoneOffset;
  return midnight + day + digestMinute * minute - 2_000;
}

/** `sandbox`: resolves once the sandbox has started. One scene is played at a time. */
export function createDirector(sandbox: () => Promise<Sandbox>): Director {
  const subscribed = new Map<SubscriptionName, Promise<void>>();
  let stage: Stage | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function stageOf(): Promise<Stage> {
    const running = await sandbox();
    return {
      sandbox: running,
      subscribe(name) {
        const known = subscribed.get(name);
        if (known !== undefined) return known;
        const asked = subscribe(running, name);
        subscribed.set(name, asked);
        asked.catch(() => subscribed.delete(name));
        return asked;
      },
      failed: null,
    };
  }

  async function play(id: string): Promise<InEach> {
    const scene = scenes.find((one) => one.id === id);
    if (scene === undefined) throw new RangeError(`no scene ${id}`);
    stage ??= await stageOf();
    return scene.play(stage);
  }

  return {
    scenes: scenes.map(({ id, label }) => ({ id, label })),
    tours,
    play(id) {
      const played = last.then(() => play(id));
      last = played.catch(() => {});
      return played;
    },
  };
}

/** Resolves when the bot has answered. */
async function subscribe({ slack }: Sandbox, name: SubscriptionName): Promise<void> {
  const [user, channel, line] = subscriptions[name];
  const before = slack.ledger().length;
  await slack.control.say(user, channel, line);
  await slack.control.waitFor(() =>
    slack
      .ledger()
      .slice(before)
      .some((message) => message.user === slack.botUserId),
  );
}
