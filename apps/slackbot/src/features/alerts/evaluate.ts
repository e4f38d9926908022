/**
 * Evaluates a DMS connection. Decides from the current problems, and from the changes since the
 * last evaluation, which alerts and messages change. All of these decisions are written together.
 * Effects: uses the store in its options. Errors: those of the store.
 */
import { type AlertSettings, type AlertState, type Instant, isOpenAt, isUnstableMember } from '@leadbell/domain';
import { decide, Moved } from '@leadbell/store';
import { type AlertPlan, createAlertPlan } from './alert-plan.ts';
import { placeOf } from './channel-messages.ts';
import { type AlertOptions, isOfWatch, type LookedAlone, seenNow, type Stepped, stepsOf } from './alert-steps.ts';
import { announceGaps } from './gaps.ts';
import { escalate, introduce, notify } from './notify.ts';
import { type Planned, renderPlanned, writePlanned } from './planned.ts';
import { type Reading, type Subscriber, subscribersOf } from './subscriber.ts';
import { type Look, summarise } from './summaries.ts';

const minuteMs = 60_000;
const newcomerMs = 3 * minuteMs;
/** The wait before the next evaluation, if each attempt failed because another decision was written meanwhile. */
const overtakenMs = 1_000;

interface Evaluation {
  readonly planned: Planned;
  /** Whether bulks have changed. */
  readonly hasChanges: boolean;
  /** The rows of the watch gaps that this evaluation announces. */
  readonly announced: readonly number[];
  readonly waitMs: number | null;
}

/**
 * Looks at everything that has changed since the last evaluation. If a group wait or interval ends
 * within a minute, before the next regular evaluation, returns the milliseconds until it ends;
 * otherwise null.
 */
export function evaluateAlerts(connection: string, now: Instant, options: AlertOptions): Promise<number | null> {
  const { store } = options;
  return decide<Evaluation, readonly object[], number | null>({
    plan: () => store.transaction((tx) => planEvaluation({ store, tx, connection }, now, options)),
    render: ({ planned }) => renderPlanned(planned),
    async write({ planned, hasChanges, announced, waitMs }, payloads) {
      if (!hasChanges && announced.length === 0 && isNothing(planned)) return waitMs;
      await store.transaction(async (tx) => {
        await writePlanned(store, tx, planned, { payloads, at: now });
        await store.outages.announced(tx, announced, now);
      });
      return waitMs;
    },
  }).catch((error: unknown) => {
    if (error instanceof Moved) return overtakenMs;
    throw error;
  });
}

function isNothing({ alerts, summaries, drafts }: Planned): boolean {
  const changes = [alerts.add, alerts.save, summaries.add, summaries.save, drafts];
  return changes.every(({ length }) => length === 0);
}

async function planEvaluation(reading: Reading, now: Instant, options: AlertOptions): Promise<Evaluation> {
  const { store, tx, connection } = reading;
  const { alertSettings } = options;
  const basis = await store.alerts.basis(tx, connection);
  const subscribers = await subscribersOf(store, tx, alertSettings);
  const plan = createAlertPlan(reading, basis, subscribers);
  const seen = await seenNow(plan, basis, now, options);
  const looked = await withIds(plan, stepsOf(seen, now));
  const isOpen = isOpenAt(now, options.zone, options.calendar);
  // A new subscription gets the alerts that are already open.
  const newcomers = subscribers.filter(({ subscription }) => subscription.createdAt > now - newcomerMs);
  const look = { looked, now, settings: alertSettings, newcomers, isOpen };
  const isInSummary = await summarise(plan, look);
  for (const one of looked)
    await notifyAlone(
      plan,
      one,
      look,
      subscribers.filter((subscriber) => !isInSummary(one.alert, subscriber)),
    );
  const announced = await announceGaps(plan, {
    gaps: seen.gaps,
    alerts: seen.current.filter(isOfWatch),
    silences: seen.silences,
    settings: alertSettings,
    at: now,
  });
  const waits = looked.flatMap(({ alert, isAsItWas }) =>
    isAsItWas ? [] : (waitLeftMs(alert.state, seen.settings, now) ?? []),
  );
  return {
    planned: await plan.finish(),
    hasChanges: basis.changed.length > 0,
    announced,
    waitMs: waits.length === 0 ? null : Math.min(...waits),
  };
}

/** Gives new alerts their ids, and adds the changed alerts to the plan. */
async function withIds(plan: AlertPlan, steps: readonly Stepped[]): Promise<readonly LookedAlone[]> {
  const { store, tx } = plan.reading;
  const ids = [...(await store.alerts.reserve(tx, steps.filter(({ alert }) => alert.id === null).length))];
  return steps.map((step) => {
    const alert = { ...step.alert, id: step.alert.id ?? ids.shift() ?? 0 };
    const isChanged = step.before !== null && sorted(step.before) !== sorted(alert.state);
    plan.put(alert, step.alert.id === null ? 'add' : isChanged ? 'save' : null);
    return { ...step, alert };
  });
}

/** Sends the alert's own messages to subscribers that do not get the alert in a summary. */
async function notifyAlone(
  plan: AlertPlan,
  { alert, told, joined, isMuted, before }: LookedAlone,
  { now, newcomers, isOpen }: Look,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const { state } = alert;
  if (told !== null)
    await notify(
      plan,
      alert,
      { told, entry: state.history.at(-1) ?? null, at: now, joined, isMuted, before },
      subscribers,
    );
  else if (state.status === 'firing' && !isMuted) {
    const to = subscribers.filter((subscriber) => newcomers.includes(subscriber));
    // Changes of an unstable bulk are not announced. So check here whether the bulk has grown past
    // the thresholds of a channel that does not have the alert yet.
    if (Object.values(state.members).some((member) => isUnstableMember(member) && member.resolvedAt === null))
      for (const subscriber of subscribers)
        if (!to.includes(subscriber) && (await placeOf(plan, alert, subscriber)) === null) to.push(subscriber);
    await introduce(plan, alert, now, to);
  }
  if (state.status === 'firing' && state.acknowledgedBy === null && isOpen && !isMuted)
    await escalate(plan, alert, now, subscribers);
}

function waitLeftMs({ reason, startedAt, toldAt }: AlertState, settings: AlertSettings, now: Instant): number | null {
  if (reason === 'group-wait') return Math.max(0, startedAt + settings.groupWaitMs - now);
  const leftMs = (toldAt ?? startedAt) + settings.groupIntervalMs - now;
  const isForInterval = reason === 'group-interval' || reason === 'damped';
  return isForInterval && leftMs < minuteMs ? Math.max(0, leftMs) : null;
}

/** Writes keys in a fixed order, because the database does not preserve their order. */
function sorted(state: object): string {
  return JSON.stringify(state, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
