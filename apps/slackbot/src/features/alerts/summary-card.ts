/**
 * Builds the message about many alerts, the lists in its thread, and the lines about its progress.
 * Pure; shows no personal data of leads.
 */
import { type AlertEntry, type AlertMember, alertRule, type SummaryState, type SummaryTold } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { actions } from '../../cards/controls.ts';
import { lines, words } from '../../cards/text.ts';
import { actionIds } from '../../cards/action-ids.ts';
import type { Card, CardPart, Span, Text } from '@leadbell/slack-kit';
import { alertStandings, entryCard, standingCounts, standingOf, symbolOf } from './alert-card.ts';
import type { AlertShown } from './alert-shown.ts';
import { alertRow } from './alert-list.ts';
import { titleOf, toldMembers, whole } from './title.ts';

export interface SummaryView {
  readonly id: number;
  readonly state: SummaryState;
  /** The alerts that still exist, in the summary's order. */
  readonly alerts: readonly StoredAlert[];
}

const worstShown = 5;
const listsAtMost = 10;
const leastInList = 20;
const linesTogether = 10;

export function summaryCard({ id, state, alerts }: SummaryView, shown: AlertShown): Card {
  const { messages, errorTexts } = shown;
  const say = messages.alerts.summary;
  const ranked = byWeight(alerts);
  const symbol = symbolOfAll(alerts);
  // The title of a burst counts all its alerts, and the title of a list of open alerts only those still open.
  const told = state.kind === 'burst' ? ranked : ranked.filter((alert) => alert.state.status === 'firing');
  const [worst] = told;
  const title = state.kind === 'burst' ? say.burst(alerts.length, bulksOf(alerts)) : say.first(told.length);
  const named = worst === undefined ? title : `${title}: ${titleOf(worst, messages, errorTexts)}`;
  const hasRest = alerts.length > worstShown;
  const isAllOpen = alerts.every((alert) => standingOf(alert.state) === 'open');
  // Whether the title or the rows above already show how many alerts are open.
  const isCounted = isAllOpen && (state.kind === 'first' || !hasRest);
  const note = lines([isCounted ? null : standingCounts(alerts, messages), hasRest ? words(say.rest) : null]);
  const button = actions([
    { kind: 'button', action: actionIds.causes, value: `${id} 0`, label: say.allCauses, style: 'primary' },
  ]);
  return {
    summary: `${symbol} ${say.andMore(named, Math.max(0, told.length - 1))}`,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: `${symbol} ${title}` },
      ...ranked.slice(0, worstShown).map((alert) => alertRow(alert, shown)),
      ...(note.length === 0 ? [] : [{ kind: 'note', text: note } as const]),
      ...(button === null ? [] : [button]),
    ],
  };
}

/**
 * Builds list `n`, counted from zero. The alerts that the message does not show are divided among
 * up to ten lists, in the summary's order.
 */
export function summaryList({ alerts }: SummaryView, n: number, shown: AlertShown): Card {
  const { messages, errorTexts } = shown;
  const shownAbove = new Set(byWeight(alerts).slice(0, worstShown));
  const rest = alerts.filter((alert) => !shownAbove.has(alert));
  const size = listSizeOf(rest.length);
  const its = rest.slice(n * size, (n + 1) * size);
  const range = messages.leads.range(n * size + 1, n * size + its.length, rest.length);
  const rows = its.map((alert): Text => [
    words(`${symbolOf(alert.state)} ${titleOf(alert, messages, errorTexts)}`),
    words(` · ${whole(messages.alerts.number(alert.id))}`),
  ]);
  return {
    summary: `${messages.alerts.summary.others} ${range}`,
    direction: messages.direction,
    parts: [
      { kind: 'text', text: [words(`${messages.alerts.summary.others} ${range}`, 'bold')] },
      ...Array.from({ length: Math.ceil(rows.length / linesTogether) }, (_, part): CardPart => ({
        kind: 'text',
        text: lines(rows.slice(part * linesTogether, (part + 1) * linesTogether)),
      })),
    ],
  };
}

export function listCountOf({ alerts }: SummaryView): number {
  const rest = Math.max(0, alerts.length - worstShown);
  return Math.ceil(rest / listSizeOf(rest));
}

function listSizeOf(rest: number): number {
  return Math.max(leastInList, Math.ceil(rest / listsAtMost));
}

export interface Said {
  readonly told: Exclude<SummaryTold, null> | 'escalate';
  readonly count: number;
  readonly called: Span | null;
}

export function summaryLine({ told, count, called }: Said, { messages }: AlertShown): Card {
  const say = messages.alerts.summary;
  const sentence = {
    join: say.joined,
    reopen: say.reopened,
    repeat: say.repeated,
    escalate: say.repeated,
    resolve: say.resolved,
  }[told](count);
  return {
    summary: sentence,
    direction: messages.direction,
    parts: [{ kind: 'text', text: [...(called === null ? [] : [called, words(' ')]), words(sentence)] }],
  };
}

/** Builds the line about a person's action on one of the summary's alerts. */
export function actLineCard(alert: StoredAlert, entry: AlertEntry, shown: AlertShown): Card {
  return entryCard(alert, entry, shown, { called: null, isNamed: true });
}

/**
 * Sorts the worst first, in the order of `alertStandings`. Alerts with the same standing are sorted
 * by number of leads.
 */
export function byWeight(alerts: readonly StoredAlert[]): readonly StoredAlert[] {
  const order = alertStandings.map(({ standing }) => standing);
  const rank = ({ state }: StoredAlert): number => order.indexOf(standingOf(state));
  return alerts.toSorted((a, b) => rank(a) - rank(b) || weightOf(b) - weightOf(a) || a.id - b.id);
}

/**
 * Returns the number of affected leads; infinite for an alert about the connection. The `count` of
 * a stalled bulk is its minutes, so the number of its leads (`of`) is taken instead.
 */
function weightOf(alert: StoredAlert): number {
  if (Object.hasOwn(alert.state.members, '')) return Infinity;
  const rule = alertRule(alert.rule);
  const isOfMinutes = rule?.about === 'bulks' && rule.counts === 'minutes';
  return toldMembers(alert).reduce((sum, { count, of }: AlertMember) => sum + (isOfMinutes ? of : count), 0);
}

function bulksOf(alerts: readonly StoredAlert[]): number {
  return new Set(alerts.flatMap(({ state }) => Object.keys(state.members).filter((member) => member !== ''))).size;
}

/** Returns the symbol of the worst state. */
function symbolOfAll(alerts: readonly StoredAlert[]): string {
  const found = new Set(alerts.map(({ state }) => standingOf(state)));
  return alertStandings.find(({ standing }) => found.has(standing))?.symbol ?? '';
}
