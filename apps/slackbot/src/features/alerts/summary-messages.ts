/**
 * Adds drafts of a summary's message, of the lists in its thread and of lines about it to the given
 * plan. Errors: those of its reads.
 */
import type { AlertEntry, Instant } from '@leadbell/domain';
import type { StoredAlert, StoredSummary } from '@leadbell/store';
import type { AlertPlan } from './alert-plan.ts';
import { addLine, messageOf, postNotice, render } from './channel-messages.ts';
import { shownFor, type Subscriber } from './subscriber.ts';
import {
  actLineCard,
  listCountOf,
  type Said,
  summaryCard,
  summaryLine,
  summaryList,
  type SummaryView,
} from './summary-card.ts';
import type { ErrorTexts } from './title.ts';

function keyOfSummary(id: number): string {
  return `alerts ${id}`;
}

/** Reads the alerts in the summary's order, without those that were deleted. */
export async function summaryViewOf(
  { id, state }: Pick<StoredSummary, 'id' | 'state'>,
  alertsOf: (ids: readonly number[]) => Promise<readonly StoredAlert[]>,
): Promise<SummaryView> {
  const found = new Map((await alertsOf(state.alerts)).map((alert) => [alert.id, alert]));
  return { id, state, alerts: state.alerts.flatMap((one) => found.get(one) ?? []) };
}

/** Updates the message and its lists to the current state of the alerts. `fired`: the alerts that fire now. */
export async function draftSummary(
  plan: AlertPlan,
  subscriber: Subscriber,
  summary: Pick<StoredSummary, 'id' | 'state'>,
  { at, fired = [] }: { readonly at: Instant; readonly fired?: readonly StoredAlert[] },
): Promise<void> {
  const view = await summaryViewOf(summary, plan.alertsOf);
  const { workspace } = subscriber.subscription;
  const key = keyOfSummary(view.id);
  const write = (errorTexts: ErrorTexts): object => {
    const shown = shownFor(subscriber, errorTexts);
    return render(summaryCard(view, shown), shown);
  };
  if ((await plan.placeOf(workspace, key)) === null)
    await postNotice(plan, subscriber, at, { key, write, visibleFrom: await plan.visibleFrom(fired) });
  else plan.draft({ how: 'update', message: messageOf(subscriber, key), write });
  for (let n = 0; n < listCountOf(view); n += 1) await draftList(plan, subscriber, view, n);
  plan.days.recount(subscriber, await plan.placeOf(workspace, key));
}

async function draftList(plan: AlertPlan, subscriber: Subscriber, view: SummaryView, n: number): Promise<void> {
  const message = messageOf(subscriber, `${keyOfSummary(view.id)} list ${n}`);
  const write = (errorTexts: ErrorTexts): object => {
    const shown = shownFor(subscriber, errorTexts);
    return render(summaryList(view, n, shown), shown);
  };
  if ((await plan.placeOf(message.workspace, message.key)) !== null) plan.draft({ how: 'update', message, write });
  else await addLineTo(plan, subscriber, view.id, { key: `list ${n}`, isAloud: false, write });
}

interface LineManner {
  readonly key: string;
  readonly isAloud: boolean;
}

/** Adds a line to the summary's thread. If the summary is itself a reply, the line is posted beside it. */
export function addSummaryLine(
  plan: AlertPlan,
  subscriber: Subscriber,
  summary: number,
  { said, ...manner }: LineManner & { readonly said: Said },
): Promise<void> {
  const write = (): object => {
    const shown = shownFor(subscriber);
    return render(summaryLine(said, shown), shown);
  };
  return addLineTo(plan, subscriber, summary, { ...manner, write });
}

/** Adds the line about a person's action on one of the alerts. */
export function addActLine(
  plan: AlertPlan,
  subscriber: Subscriber,
  summary: number,
  { alert, entry }: { readonly alert: StoredAlert; readonly entry: AlertEntry },
): Promise<void> {
  const write = (errorTexts: ErrorTexts): object => {
    const shown = shownFor(subscriber, errorTexts, alert);
    return render(actLineCard(alert, entry, shown), shown);
  };
  const key = `${alert.id} ${entry.what} ${entry.at}`;
  return addLineTo(plan, subscriber, summary, { key, isAloud: false, write });
}

async function addLineTo(
  plan: AlertPlan,
  subscriber: Subscriber,
  summary: number,
  line: LineManner & { readonly write: (errorTexts: ErrorTexts) => object },
): Promise<void> {
  const thread = keyOfSummary(summary);
  const place = await plan.placeOf(subscriber.subscription.workspace, thread);
  if (place !== null) await addLine(plan, subscriber, place, { thread, ...line });
}
