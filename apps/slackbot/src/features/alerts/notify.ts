/**
 * Adds drafts of an alert's messages to the plan of the decision that changes the alert. Errors:
 * those of its reads.
 */
import type { AlertEntry, AlertMember, AlertState, AlertTold, Instant } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { AlertPlan } from './alert-plan.ts';
import { type Line, placeOf, post, refresh, say } from './channel-messages.ts';
import type { Place } from './draft.ts';
import type { Subscriber } from './subscriber.ts';
import { isWantedNow, meetsThresholds } from './thresholds.ts';

export interface News {
  readonly told: Exclude<AlertTold, null>;
  /** The entry to add to the thread; null for none. */
  readonly entry: AlertEntry | null;
  readonly at: Instant;
  /** The bulks that joined the firing alert and are announced now. */
  readonly joined?: readonly string[];
  /**
   * Whether the alert is silenced, inhibited or snoozed. Such an alert is not posted in channels
   * that do not have it yet.
   */
  readonly isMuted?: boolean;
  /** The alert's previous state: it shows which bulks have grown past a channel's thresholds. */
  readonly before?: AlertState | null;
}

/**
 * Updates the alert's message, and adds lines about the news to its thread. In a channel without
 * the message, posts it if `isNewsThere`.
 */
export async function notify(
  plan: AlertPlan,
  alert: StoredAlert,
  news: News,
  subscribers: readonly Subscriber[],
): Promise<void> {
  for (const subscriber of subscribers) {
    const place = await placeOf(plan, alert, subscriber);
    if (place === null || place.standing === 'unseen') {
      if (isNewsThere(alert, news, subscriber, place))
        await post(plan, alert, subscriber, { at: news.at, isNews: news.told === 'fire' });
      continue;
    }
    refresh(plan, alert, subscriber, place);
    for (const line of linesAbout(alert, news, subscriber)) await say(plan, alert, subscriber, { place, ...line });
  }
}

/**
 * Update channels that already have this alert; post it elsewhere only if it meets their
 * thresholds. If Slack refused the message, an update alone is no reason to repost it.
 */
function isNewsThere(
  alert: StoredAlert,
  { told, isMuted = false }: News,
  { definition, settings }: Subscriber,
  place: Place | null,
): boolean {
  const isNews = place === null || told !== 'update';
  return alert.state.status === 'firing' && isNews && !isMuted && isWantedNow(alert, definition, settings);
}

function linesAbout(alert: StoredAlert, news: News, subscriber: Subscriber): readonly Line[] {
  const { told, entry, at } = news;
  const bulks = told === 'join' || told === 'update' ? bulksToTell(alert, news, subscriber) : 0;
  // Mention only the alert's owner; if it has none, show the line in the channel.
  const holder = holderIn(alert.state, subscriber.subscription.workspace);
  const joined: Line = {
    entry: { at, what: 'joined', by: null, text: null, count: bulks },
    key: `joined ${at}`,
    isAloud: holder === null,
    called: holder === null ? null : { user: holder },
  };
  const lines = bulks > 0 ? [joined] : [];
  if (entry === null || told === 'update' || told === 'fire' || told === 'join') return lines;
  const isAloud =
    (told === 'repeat' || told === 'reopen') && isWantedNow(alert, subscriber.definition, subscriber.settings);
  return [...lines, { entry, key: `${entry.what} ${entry.at}`, isAloud, called: null }];
}

/** Counts bulks that joined, or have grown past the channel's thresholds. */
function bulksToTell(
  { rule, state }: StoredAlert,
  { told, joined = [], isMuted = false, before = null }: News,
  { definition, settings }: Subscriber,
): number {
  const isPassing = (member: AlertMember | undefined): boolean =>
    member !== undefined && meetsThresholds(rule, member, definition, settings);
  const grown = isMuted || told === 'fire' || before === null ? [] : grownPast(before, state, isPassing);
  return new Set([...joined.filter((id) => isPassing(state.members[id])), ...grown]).size;
}

/**
 * Finds bulks that meet the channel's thresholds now but did not meet them before. New bulks are
 * left out, because they are announced as joining.
 */
function grownPast(
  before: AlertState,
  state: AlertState,
  isPassing: (member: AlertMember) => boolean,
): readonly string[] {
  return Object.keys(state.members).filter((id) => {
    const [was, is] = [before.members[id], state.members[id]];
    if (was === undefined || was.resolvedAt !== null || is === undefined || is.resolvedAt !== null) return false;
    return is.untold !== true && isPassing(is) && !isPassing(was);
  });
}

/** The owner, if they can be mentioned in the workspace. */
function holderIn({ owner, acknowledgedBy, homes = {} }: AlertState, workspace: string): string | null {
  const holder = owner ?? acknowledgedBy;
  return holder === null || (homes[holder] ?? workspace) === workspace ? holder : null;
}

/** Posts the message to channels that lack it or have lost it; leaves existing messages unchanged. */
export async function introduce(
  plan: AlertPlan,
  alert: StoredAlert,
  at: Instant,
  subscribers: readonly Subscriber[],
): Promise<void> {
  for (const subscriber of subscribers) {
    if (!isWantedNow(alert, subscriber.definition, subscriber.settings)) continue;
    const place = await placeOf(plan, alert, subscriber);
    if (place?.standing !== 'kept') await post(plan, alert, subscriber, { at, isNews: false });
  }
}

/** Mentions a subscription's group when its escalation time has passed, once each time the alert fires. */
export async function escalate(
  plan: AlertPlan,
  alert: StoredAlert,
  at: Instant,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const { firedAt } = alert.state;
  for (const subscriber of subscribers) {
    const { escalation } = subscriber.definition;
    if (escalation === null || at - (firedAt ?? at) < escalation.minutes * 60_000) continue;
    // Post the message here only if the channel never had it. A lost message is posted again with
    // the line below, which is added once.
    if ((await placeOf(plan, alert, subscriber)) === null) await introduce(plan, alert, at, [subscriber]);
    const place = await placeOf(plan, alert, subscriber);
    // The alert is below this channel's thresholds.
    if (place === null || !isWantedNow(alert, subscriber.definition, subscriber.settings)) continue;
    await say(plan, alert, subscriber, {
      place,
      entry: { at, what: 'escalate', by: null, text: null },
      // The key is the same for the whole firing, so processes that evaluate at the same time mention
      // the group once.
      key: `escalate ${firedAt}`,
      isAloud: true,
      called: { group: escalation.group },
    });
  }
}
