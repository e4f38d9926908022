/**
 * Opens and updates the daily messages of thread-only subscriptions in a plan. Each message is
 * opened once; its alerts are counted once, when everything is decided. Effects: reads the store.
 * Errors: those of the store.
 */
import { type Instant, type PlainDate, plainDateIn } from '@leadbell/domain';
import type { StoredAlert, StoredSummary } from '@leadbell/store';
import { dayMessage, dayOfThread, renderDayThread } from '../../subscriptions/day-thread.ts';
import { standingCounts } from './alert-card.ts';
import type { Draft, Place } from './draft.ts';
import { type Reading, shownFor, type Subscriber } from './subscriber.ts';

export interface Days {
  /** Opens the subscription's message of the day, unless it is open. Returns the thread for a reply with this key. */
  open(subscriber: Subscriber, at: Instant, reply: string): Promise<NonNullable<Place['first']>>;
  /** Marks the day whose thread contains this message, so that the day's open alerts are counted again. */
  recount(subscriber: Subscriber, place: Place | null): void;
  /**
   * Returns updates of the daily messages that existed before; new ones already show the current
   * counts. Call it last.
   */
  count(): Promise<readonly Draft[]>;
}

/** The parts of the plan that the daily messages need. */
export interface PlanOfDays {
  placeOf(workspace: string, key: string): Promise<Place | null>;
  draft(draft: Draft): void;
  alertsOf(ids: readonly number[]): Promise<readonly StoredAlert[]>;
  findSummary(id: number, workspace: string): Promise<StoredSummary | null>;
}

interface Day {
  readonly subscriber: Subscriber;
  readonly key: string;
  readonly date: PlainDate;
  readonly isNew: boolean;
  /** The keys of the replies in the day's thread. */
  readonly replies: Set<string>;
  isCounted: boolean;
  alerts: readonly StoredAlert[];
}

export function createDays({ store, tx }: Reading, plan: PlanOfDays): Days {
  const days = new Map<string, Day>();

  async function opened(subscriber: Subscriber, at: Instant): Promise<Day> {
    const { subscription, definition } = subscriber;
    const { workspace } = subscription;
    const date = plainDateIn(definition.zone, at);
    const message = dayMessage(subscription, definition.kind, date);
    const known = days.get(message.key);
    if (known !== undefined) return known;
    const isNew = (await plan.placeOf(workspace, message.key)) === null;
    const replies = isNew ? [] : await store.outbox.replies(tx, workspace, message.key);
    const day = dayOf(subscriber, { key: message.key, date, isNew, replies });
    if (isNew) plan.draft({ how: 'add', message, write: () => render(day) });
    return day;
  }

  function dayOf(
    subscriber: Subscriber,
    { key, date, isNew, replies }: Pick<Day, 'key' | 'date' | 'isNew'> & { readonly replies: readonly string[] },
  ): Day {
    const day = { subscriber, key, date, isNew, replies: new Set(replies), isCounted: false, alerts: [] };
    days.set(key, day);
    return day;
  }

  return {
    async open(subscriber, at, reply) {
      const day = await opened(subscriber, at);
      day.replies.add(reply);
      return { key: day.key, replies: [...day.replies] };
    },

    recount(subscriber, place) {
      const first = place?.first ?? null;
      const date = first === null ? null : dayOfThread(first.key);
      if (first === null || date === null) return;
      const day = days.get(first.key) ?? dayOf(subscriber, { ...first, date, isNew: false });
      day.isCounted = true;
    },

    async count() {
      const updates: Draft[] = [];
      for (const day of days.values()) {
        if (!day.isCounted) continue;
        day.alerts = await plan.alertsOf(await alertIdsIn(day, plan));
        const { subscription, definition } = day.subscriber;
        const message = dayMessage(subscription, definition.kind, day.date);
        if (!day.isNew) updates.push({ how: 'update', message, write: () => render(day) });
      }
      return updates;
    },
  };
}

/** Finds the alerts that the day's thread shows, each in its own message or in a summary. */
async function alertIdsIn({ subscriber, replies }: Day, plan: PlanOfDays): Promise<readonly number[]> {
  const { id: subscription, workspace } = subscriber.subscription;
  const ids: number[] = [];
  for (const key of replies) {
    const [, alert, of] = /^alert (\d+) (\d+)$/.exec(key) ?? [];
    if (alert !== undefined && Number(of) === subscription) ids.push(Number(alert));
    const [, summary] = /^alerts (\d+)$/.exec(key) ?? [];
    const found = summary === undefined ? null : await plan.findSummary(Number(summary), workspace);
    if (found?.subscription === subscription) ids.push(...found.state.alerts);
  }
  return ids;
}

function render({ subscriber, date, alerts }: Day): object {
  const { messages } = shownFor(subscriber);
  return renderDayThread({ kind: 'alerts', date, text: standingCounts(alerts, messages) }, messages);
}
