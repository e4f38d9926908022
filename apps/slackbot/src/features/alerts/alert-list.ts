/**
 * Builds cards for the list of alerts, for one alert with what Leadbell decided about it, and
 * for silences. Pure.
 */
import { type AlertEntry, type AlertState, isOfErrors, type SilenceMatcher, type Zone } from '@leadbell/domain';
import type { Silence, StoredAlert } from '@leadbell/store';
import { bulkNumber } from '../../cards/bulk-name.ts';
import { actions, queryButton, turns } from '../../cards/controls.ts';
import { data, joined, lines, words } from '../../cards/text.ts';
import { actionIds } from '../../cards/action-ids.ts';
import { valueShown } from '../../cards/values.ts';
import type { Messages } from '../../words/index.ts';
import type { Card, CardPart, Span, Text } from '@leadbell/slack-kit';
import { alertCard, entryText, holderText, sinceText, symbolOf } from './alert-card.ts';
import type { AlertShown } from './alert-shown.ts';
import { namedMember, titleOf, toldMembers, whole } from './title.ts';

/** Shows the alert's title, its bulk or the number of bulks, when it began, its owner, and a button that opens it. */
export function alertRow(alert: StoredAlert, shown: AlertShown): CardPart {
  const { messages, errorTexts } = shown;
  const { alerts: say } = messages;
  const { id, state } = alert;
  return {
    kind: 'text',
    text: lines([
      words(`${symbolOf(state)} ${titleOf(alert, messages, errorTexts)}`, 'bold'),
      joined(
        [
          words(whole(say.number(id))),
          isOfErrors(alert.rule) ? bulksText(alert, messages) : null,
          sinceText(state, shown),
          holderText(alert, shown),
        ],
        words(' · '),
      ),
    ]),
    button: queryButton(messages.buttons.open, {
      command: 'alerts',
      id: String(id),
      share: false,
    }),
  };
}

/** Such as `Bulk 574`, `bulk B12` or `3 bulks`. */
function bulksText(alert: StoredAlert, { alerts: say, bulks }: Messages): Span | null {
  const members = toldMembers(alert);
  const [first] = members;
  if (first === undefined || members.length > 1) return words(whole(say.bulks(members.length)));
  const number = bulkNumber(namedMember(first, alert));
  return number === null ? null : words(whole(bulks.named(number)));
}

export function alertListCard(alerts: readonly StoredAlert[], shown: AlertShown): Card {
  const { messages } = shown;
  const { alerts: say } = messages;
  const parts = alerts.map((alert) => alertRow(alert, shown));
  return {
    summary: say.listTitle,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: say.listTitle },
      ...(parts.length === 0 ? [{ kind: 'text', text: [words(say.none)] } as const] : parts),
    ],
  };
}

/** Shows the page number and the paging buttons. */
export function alertPages(
  { page, pages }: { readonly page: number; readonly pages: number },
  messages: Messages,
): CardPart[] {
  if (pages < 2) return [];
  const foot = actions(turns({ page, pages }, messages, pageButton));
  return [{ kind: 'note', text: [words(messages.leads.page(page + 1, pages))] }, ...(foot === null ? [] : [foot])];
}

function pageButton(page: number, label: string) {
  return queryButton(label, { command: 'alerts', page, share: false });
}

/**
 * Returns the alert's last reason. If the last evaluation changed nothing (`unchanged`), returns
 * the latest entry in the history that is neither by a person nor an escalation.
 */
function lastReason({ reason, history }: AlertState): AlertEntry['what'] {
  const told = history.findLast(({ by, what }) => by === null && what !== 'escalate');
  return reason === 'unchanged' && told !== undefined ? told.what : reason;
}

/** Shows the alert with its whole history. */
export function alertDetailCard(alert: StoredAlert, shown: AlertShown): Card {
  const card = alertCard(alert, shown);
  const { alerts: say } = shown.messages;
  const { history } = alert.state;
  return {
    ...card,
    parts: [
      ...card.parts,
      { kind: 'text', text: [words(say.why(say.entries[lastReason(alert.state)]))] },
      {
        kind: 'text',
        text: lines([words(say.history, 'bold'), ...history.map((entry) => entryText(entry, shown))]),
      },
    ],
  };
}

/** The title of the reply to a person who has created a silence. */
export function silencedTitle({ endsAt }: Silence, { alerts, formats }: Messages, zone: Zone): string {
  const { alerts: format } = formats;
  return alerts.silenced(`${format.day(endsAt, zone)} ${format.time(endsAt, zone)}`);
}

export function silencesCard(silences: readonly Silence[], title: string, messages: Messages, zone: Zone): Card {
  const { alerts: say } = messages;
  const parts = silences.flatMap((silence): CardPart[] => {
    const { id } = silence;
    const end = actions([
      { kind: 'button', action: actionIds.silence, value: String(id), label: say.buttons.endSilence },
    ]);
    return [{ kind: 'text', text: silenceText(silence, messages, zone) }, ...(end === null ? [] : [end])];
  });
  const none: CardPart[] = [{ kind: 'text', text: [words(say.noSilences)] }];
  return {
    summary: title,
    direction: messages.direction,
    parts: [{ kind: 'text', text: [words(title, 'bold')] }, ...(parts.length === 0 ? none : parts)],
  };
}

/** Such as: `Source Email · until 25 August 2025 16:05 · by … · maintenance`. */
function silenceText({ matcher, endsAt, createdBy, reason }: Silence, messages: Messages, zone: Zone): Text {
  const {
    alerts: say,
    formats: { alerts: format },
  } = messages;
  return joined(
    [
      ...matcherTexts(matcher, messages),
      words(say.until(`${format.day(endsAt, zone)} ${format.time(endsAt, zone)}`)),
      [words(`${say.by} `), { user: createdBy }],
      reason === '' ? null : data(reason, 200),
    ],
    words(' · '),
  );
}

function matcherTexts({ source, brand, branch, error, rule, cause }: SilenceMatcher, messages: Messages): Text[] {
  const { breakdowns, alerts } = messages;
  const inLanguage = (filter: 'source' | 'brand' | 'branch', value: string | undefined) =>
    value === undefined ? value : valueShown(filter, value, messages);
  const named = (
    [
      [breakdowns.source, inLanguage('source', source)],
      [breakdowns.brand, inLanguage('brand', brand)],
      [breakdowns.branch, inLanguage('branch', branch)],
      [alerts.errorWords, error],
    ] as const
  ).flatMap(([name, value]): Text[] => (value === undefined ? [] : [[words(`${name} `), data(value, 60)]]));
  const rules: Readonly<Record<string, string>> = alerts.rules;
  return [
    ...named,
    ...(rule === undefined ? [] : [[words(rules[rule] ?? rule)]]),
    ...(cause === undefined ? [] : [[words(`${rules[cause.rule] ?? cause.rule} `), data(cause.name, 120)]]),
  ];
}
