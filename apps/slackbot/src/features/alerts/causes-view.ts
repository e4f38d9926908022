/**
 * The modal *All causes* of a summary: its alerts in pages, with buttons to acknowledge, assign and
 * silence. Only the person who opened it sees it. Pure.
 */
import type { StoredAlert } from '@leadbell/store';
import { actions, turns } from '../../cards/controls.ts';
import { joined, lines, words } from '../../cards/text.ts';
import { actionIds } from '../../cards/action-ids.ts';
import type { Messages } from '../../words/index.ts';
import type { Button, CardPart, ModalCard } from '@leadbell/slack-kit';
import { holderText, sinceText, symbolOf } from './alert-card.ts';
import type { AlertShown } from './alert-shown.ts';
import { byWeight, type SummaryView } from './summary-card.ts';
import { titleOf, whole } from './title.ts';

export interface CausesRequest {
  readonly summary: number;
  /** Zero-based. */
  readonly page: number;
}

const causeVerbs = ['acknowledge', 'assign', 'assign-to', 'release', 'silence-2h', 'silence-day'] as const;
export type CauseVerb = (typeof causeVerbs)[number];

export interface CauseRequest extends CausesRequest {
  readonly verb: CauseVerb;
  readonly alert: number;
}

const perPage = 10;

export function isSilenceVerb(verb: CauseVerb): verb is 'silence-2h' | 'silence-day' {
  return verb === 'silence-2h' || verb === 'silence-day';
}

export function readCausesRequest(value: string): CausesRequest | null {
  const [, summary, page] = /^(\d{1,15}) (\d{1,6})$/.exec(value) ?? [];
  return summary === undefined ? null : { summary: Number(summary), page: Number(page) };
}

export function readCauseRequest(value: string): CauseRequest | null {
  // Earlier releases wrote a channel at the end of this value, and their lists may still be open.
  const [, word, alert, rest = ''] = /^([a-z0-9-]{1,20}) (\d{1,15}) (\d+ \d+)(?: [A-Z0-9]{1,30})?$/.exec(value) ?? [];
  const verb = causeVerbs.find((one) => one === word);
  const request = readCausesRequest(rest);
  return verb === undefined || request === null ? null : { ...request, verb, alert: Number(alert) };
}

export interface Causes extends SummaryView {
  /** The summary's channel. */
  readonly channel: string;
  /** For each silenced alert, the end of its silence. */
  readonly silencedUntil: ReadonlyMap<number, number>;
}

export function causesView(causes: Causes, { summary, page: asked }: CausesRequest, shown: AlertShown): ModalCard {
  const { messages } = shown;
  const { buttons, leads } = messages;
  const ranked = byWeight(causes.alerts);
  const pages = Math.max(1, Math.ceil(ranked.length / perPage));
  const page = Math.min(asked, pages - 1);
  const its = ranked.slice(page * perPage, (page + 1) * perPage);
  const turn = (to: number, label: string): Button => ({
    kind: 'button',
    action: actionIds.causes,
    value: `${summary} ${to}`,
    label,
  });
  const range = leads.range(page * perPage + 1, page * perPage + its.length, ranked.length);
  const foot = actions([...turns({ page, pages, asked }, messages, turn), turn(page, buttons.refresh)]);
  return causesModal(messages, [
    ...its.flatMap((alert) => causeParts(alert, causes, { summary, page }, shown)),
    ...(pages > 1 ? [{ kind: 'note', text: [words(`${leads.page(page + 1, pages)} · ${range}`)] } as const] : []),
    ...(foot === null ? [] : [foot]),
  ]);
}

/** The modal for a summary that no longer exists. */
export function noCausesView(messages: Messages): ModalCard {
  return causesModal(messages, [{ kind: 'text', text: [words(messages.alerts.gone)] }]);
}

function causesModal(messages: Messages, parts: readonly CardPart[]): ModalCard {
  const title = messages.alerts.summary.allCauses;
  return {
    name: 'leads.causes',
    title,
    closeLabel: messages.buttons.close,
    summary: title,
    direction: messages.direction,
    parts,
  };
}

function causeParts(
  alert: StoredAlert,
  { silencedUntil }: Causes,
  { summary, page }: CausesRequest,
  shown: AlertShown,
): CardPart[] {
  const { messages, zone, errorTexts } = shown;
  const {
    alerts: say,
    formats: { alerts: format },
  } = messages;
  const { state, id } = alert;
  const time = (at: number): string => `${format.day(at as never, zone)} ${format.time(at as never, zone)}`;
  const until = silencedUntil.get(id);
  const value = (verb: CauseVerb): string => `${verb} ${id} ${summary} ${page}`;
  const isOpen = state.status === 'firing';
  const option = (verb: CauseVerb, label: string) => ({ label, value: value(verb) });
  const its = actions([
    isOpen && state.acknowledgedBy === null
      ? { kind: 'button', action: actionIds.cause, value: value('acknowledge'), label: say.buttons.acknowledge }
      : null,
    isOpen
      ? {
          kind: 'menu',
          action: actionIds.cause,
          options: [
            state.owner === null ? option('assign', say.buttons.assign) : option('release', say.buttons.release),
            option('assign-to', say.buttons.assignTo),
            ...(until === undefined
              ? [option('silence-2h', say.summary.silenceHours), option('silence-day', say.summary.silenceDay)]
              : []),
          ],
        }
      : null,
  ]);
  return [
    {
      kind: 'text',
      text: lines([
        words(`${symbolOf(state)} ${titleOf(alert, messages, errorTexts)}`, 'bold'),
        joined(
          [
            words(whole(say.number(id))),
            sinceText(state, shown),
            holderText(alert, shown),
            until === undefined ? null : words(say.summary.silencedUntil(time(until))),
          ],
          words(' · '),
        ),
      ]),
    },
    ...(its === null ? [] : [its]),
  ];
}
