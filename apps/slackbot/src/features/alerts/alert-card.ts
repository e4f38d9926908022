/**
 * Builds an alert's message, which is updated in place: its cause and extent, its owner, its
 * buttons. Pure; shows no personal data of leads.
 */
import {
  type AlertEntry,
  type AlertMember,
  type AlertState,
  beganAt,
  isClosedByHand,
  isOfConnection,
  isOfErrors,
} from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import { bulkNumber } from '../../cards/bulk-name.ts';
import { actions, queryButton } from '../../cards/controls.ts';
import { setOfAlert, setOfBulks } from '../../queries/leads-query.ts';
import { spanText } from '../../cards/span-text.ts';
import { data, joined, lines, words } from '../../cards/text.ts';
import { actionIds } from '../../cards/action-ids.ts';
import type { Messages } from '../../words/index.ts';
import type { Button, Card, CardPart, Menu, Span, Text } from '@leadbell/slack-kit';
import type { AlertShown } from './alert-shown.ts';
import { memberText } from './member-text.ts';
import { namedMember, titleOf, toldBulks, toldMembers, whole } from './title.ts';

const membersShown = 10;
const minuteMs = 60_000;

export function alertCard(alert: StoredAlert, shown: AlertShown): Card {
  const { state } = alert;
  const { messages } = shown;
  const say = messages.alerts;
  const title = `${symbolOf(state)} ${titleOf(alert, messages, shown.errorTexts)}`;
  const told = toldMembers(alert).toSorted((a, b) => b.count - a.count);
  const more = told.length - membersShown;
  const parts: CardPart[] = [
    { kind: 'header', text: title },
    ...(isOfConnection(alert.rule)
      ? [
          {
            kind: 'text',
            text: lines([
              told[0]?.reason === undefined ? null : words(messages.watch.sentence(messages.watch.why(told[0].reason))),
              words(say.explains[alert.rule](told[0]?.count ?? 0)),
            ]),
          } as const,
        ]
      : told
          .slice(0, membersShown)
          .map((member): CardPart => ({ kind: 'text', text: memberText(member, alert, shown) }))),
    ...(more > 0 ? [{ kind: 'text', text: [words(messages.leads.more(more), 'italic')] } as const] : []),
    { kind: 'note', text: standing(alert, shown) },
  ];
  const buttons = buttonsOf(alert, told, shown);
  return {
    summary: title,
    direction: messages.direction,
    parts: buttons === null ? parts : [...parts, buttons],
  };
}

export interface EntryManner {
  /** The user group or person to mention. */
  readonly called: Span | null;
  /** Whether the line names the alert, as it must in a thread with lines about several alerts. */
  readonly isNamed: boolean;
}

/** Builds a reply in the alert's thread. */
export function entryCard(
  alert: StoredAlert,
  entry: AlertEntry,
  shown: AlertShown,
  { called, isNamed }: EntryManner,
): Card {
  const { messages } = shown;
  const sentence = sentenceOf(entry, shown);
  return {
    summary: `${titleOf(alert, messages, shown.errorTexts)}: ${sentence}`,
    direction: messages.direction,
    parts: [
      {
        kind: 'text',
        text: [
          ...(called === null ? [] : [called, words(' ')]),
          ...(isNamed ? [words(`${whole(messages.alerts.number(alert.id))} · `, 'bold')] : []),
          ...entryText(entry, shown),
        ],
      },
    ],
  };
}

/** Such as: `14:05 Note · @Noura · the branch was renamed`. */
export function entryText(entry: AlertEntry, shown: AlertShown): Text {
  const { messages, zone } = shown;
  const { at, by, text, to } = entry;
  return [
    words(`${messages.formats.alerts.time(at, zone)} ${sentenceOf(entry, shown)}`),
    ...(to === undefined || to === by ? [] : [words(' '), person(to, shown)]),
    ...(by === null ? [] : [words(' · '), person(by, shown)]),
    ...(text === null ? [] : [words(' · '), data(text, 300)]),
  ];
}

/** Says when the problem began, and when the alert opened. */
export function sinceText({ members, startedAt, firedAt }: AlertState, { messages, zone }: AlertShown): Span {
  const { alerts: say, formats } = messages;
  const { alerts: format } = formats;
  const began = beganAt(Object.values(members)) ?? startedAt;
  const since = whole(say.since(`${format.day(began, zone)} ${format.time(began, zone)}`));
  if (firedAt === null || firedAt - began < minuteMs) return words(since);
  const day = format.day(firedAt, zone);
  const at = day === format.day(began, zone) ? '' : `${day} `;
  return words(`${since} · ${whole(say.opened(`${at}${format.time(firedAt, zone)}`))}`);
}

function person(user: string, { outsiders, messages }: AlertShown): Span {
  return outsiders?.has(user) === true ? words(messages.alerts.elsewhere) : { user };
}

/** Shows the owner, or the person who acknowledged the alert. */
export function holderText({ state }: StoredAlert, shown: AlertShown): Text | null {
  const { alerts: say } = shown.messages;
  if (state.owner !== null) return [words(`${say.ownedBy} `), person(state.owner, shown)];
  return state.acknowledgedBy === null ? null : [words(`${say.acknowledgedBy} `), person(state.acknowledgedBy, shown)];
}

function sentenceOf({ what, count, by, to, span, resent, until }: AlertEntry, { messages, zone }: AlertShown): string {
  const { alerts, watch, formats } = messages;
  if (until !== undefined)
    return alerts.snoozedTo(`${formats.alerts.day(until, zone)} ${formats.alerts.time(until, zone)}`);
  if (span !== undefined) return `${alerts.entries[what]} ${watch.gap(spanText(span, messages, zone))}`;
  if (to !== undefined && to !== by) return alerts.assignedTo;
  if (count !== undefined) return alerts.joined(count);
  return resent === undefined ? alerts.entries[what] : `${alerts.entries[what]} ${alerts.resent(resent)}`;
}

export const alertStandings = [
  { standing: 'open', symbol: '🔴' },
  { standing: 'unstable', symbol: '🟡' },
  { standing: 'acknowledged', symbol: '🟠' },
  { standing: 'resolved', symbol: '🟢' },
  { standing: 'expired', symbol: '⚪' },
] as const;

export type AlertStanding = (typeof alertStandings)[number]['standing'];

export function standingOf({ status, reason, acknowledgedBy, unstable }: AlertState): AlertStanding {
  if (status === 'resolved') return reason === 'expired' ? 'expired' : 'resolved';
  if (acknowledgedBy !== null) return 'acknowledged';
  return unstable === undefined ? 'open' : 'unstable';
}

/** Such as: `🔴 62 open · 🟠 5 acknowledged · 🟢 13 resolved`. */
export function standingCounts(alerts: readonly StoredAlert[], { alerts: { dayCounts } }: Messages): Text {
  const counts = Map.groupBy(alerts, ({ state }) => standingOf(state));
  return joined(
    alertStandings.map(({ standing, symbol }) => {
      const count = counts.get(standing)?.length ?? 0;
      return count === 0 ? null : words(`${symbol} ${dayCounts[standing](count)}`);
    }),
    words(' · '),
  );
}

export function symbolOf(state: AlertState): string {
  const standing = standingOf(state);
  return alertStandings.find((one) => one.standing === standing)?.symbol ?? '';
}

/** Such as: `Alert 12 · since 25 August 2025 14:05 · acknowledged by … · snoozed until … · Asia/Riyadh`. */
function standing({ id, state }: StoredAlert, shown: AlertShown): Text {
  const { messages, zone } = shown;
  const {
    alerts: say,
    formats: { alerts: format },
  } = messages;
  const time = (at: number): string => `${format.day(at as never, zone)} ${format.time(at as never, zone)}`;
  const { resolvedAt, reason, acknowledgedBy, owner, snoozedUntil, unstable } = state;
  const ended = reason === 'expired' ? say.expiredAt : say.resolvedAt;
  return joined(
    [
      words(whole(say.number(id))),
      sinceText(state, shown),
      unstable === undefined ? null : words(say.unstable),
      acknowledgedBy === null ? null : [words(`${say.acknowledgedBy} `), person(acknowledgedBy, shown)],
      owner === null ? null : [words(`${say.ownedBy} `), person(owner, shown)],
      snoozedUntil === null ? null : words(whole(say.snoozedUntil(time(snoozedUntil)))),
      resolvedAt === null ? null : words(whole(ended(time(resolvedAt)))),
      isClosedByHand(state) ? words(say.closedByHand) : null,
      data(zone, 40),
    ],
    words(' · '),
  );
}

/** A phone has room for only two buttons in a row, so the less frequent actions are in the overflow menu. */
function buttonsOf(alert: StoredAlert, told: readonly AlertMember[], shown: AlertShown): CardPart | null {
  const { id, rule, state } = alert;
  const { messages } = shown;
  const { buttons } = messages.alerts;
  const isOpen = state.status === 'firing';
  const option = (verb: AlertVerb, label: string) => ({ label, value: `${verb} ${id}` });
  const menu: Menu = {
    kind: 'menu',
    action: actionIds.alert,
    options: [
      ...(!isOpen
        ? []
        : [state.owner === null ? option('assign', buttons.assign) : option('release', buttons.release)]),
      ...(isOpen ? [option('assign-to', buttons.assignTo)] : []),
      ...(isOpen ? [option('next', isOfConnection(rule) ? buttons.quiet : buttons.next)] : []),
      ...(!isOpen && isClosedByHand(state) ? [option('reopen', buttons.reopen)] : []),
      ...(isOpen ? [option('note', buttons.note)] : []),
      ...(isOfErrors(rule) ? [option('export', buttons.export)] : []),
    ],
  };
  return actions([
    isOpen && state.acknowledgedBy === null
      ? {
          kind: 'button',
          action: actionIds.alert,
          value: `acknowledge ${id}`,
          label: buttons.acknowledge,
          style: 'primary',
        }
      : null,
    isOfErrors(rule) ? erroredButton(id, buttons.view) : seeButton(alert, told, shown),
    menu.options.length === 0 ? null : menu,
  ]);
}

function erroredButton(id: number, label: string): Button {
  return { kind: 'button', action: actionIds.errored, value: `${id} - 0`, label };
}

/**
 * Builds a button that opens the leads of the alert's bulks. `told`: the bulks that the title
 * counts. If there is only one, and it has a number, the button opens that bulk.
 */
function seeButton(
  { id, rule, state }: StoredAlert,
  told: readonly AlertMember[],
  { messages }: AlertShown,
): Button | null {
  const [first, ...others] = told;
  if (first === undefined || isOfConnection(rule)) return null;
  const label = messages.buttons.seeForYourself;
  const only = others.length > 0 ? null : bulkNumber(namedMember(first, { state }));
  if (only !== null) return queryButton(label, { command: 'bulk', id: only, share: false });
  return queryButton(label, { command: 'set', id: setOfBulks(toldBulks({ state })) ?? setOfAlert(id), share: false });
}

/** Only messages of earlier releases have `snooze`. */
const verbs = ['acknowledge', 'assign', 'assign-to', 'release', 'next', 'reopen', 'snooze', 'note', 'export'] as const;

export type AlertVerb = (typeof verbs)[number];

export function readAlertValue(value: string): { readonly verb: AlertVerb; readonly id: number } | null {
  const [, word, id] = /^([a-z-]{1,20}) (\d{1,15})$/.exec(value) ?? [];
  const verb = verbs.find((one) => one === word);
  return verb === undefined ? null : { verb, id: Number(id) };
}
