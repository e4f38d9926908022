/**
 * Where acts come from: everything that can be typed, pressed or sent is declared here, as an act or as something that is only read. What is not declared does
 * not compile, or fails a test by its name.
 */
import type { Ask } from '../../queries/ask.ts';
import { decodeAsk } from '../../commands/index.ts';
import { actionIds, type ActionId, readActionId } from '../../cards/action-ids.ts';
import { alertForm } from '../../features/alerts/alert-form.ts';
import { subscribeForm } from '../../features/subscriptions/subscribe-form.ts';
import type { Given } from './act.ts';
import { type ActName, type AskActName, findAct } from './acts.ts';

/** `reads`: it changes nothing and sends nothing. `asks`: as the command that the button carries. */
export const pressed = {
  [actionIds.ask]: 'asks',
  [actionIds.filter]: 'asks',
  [actionIds.share]: 'share',
  [actionIds.open]: 'reads',
  [actionIds.alert]: 'alert',
  [actionIds.errored]: 'reads',
  [actionIds.causes]: 'reads',
  [actionIds.cause]: 'cause',
  [actionIds.silence]: 'end silence',
  [actionIds.subscription]: 'subscription',
  [actionIds.subscribeKind]: 'reads',
} as const satisfies Readonly<Record<ActionId, ActName | 'asks' | 'reads'>>;

export const submitted = {
  [alertForm]: 'alert form',
  [subscribeForm]: 'subscribe',
} as const satisfies Readonly<Record<string, ActName>>;

/** By the command's name. */
export const typed: Readonly<Record<string, AskActName | 'reads'>> = {
  today: 'reads',
  period: 'reads',
  errors: 'reads',
  bulk: 'reads',
  lead: 'reads',
  subscribe: 'subscribe',
  subscriptions: 'reads',
  preview: 'reads',
  unsubscribe: 'unsubscribe',
  alerts: 'reads',
  assign: 'assign',
  note: 'note',
  replay: 'reads',
  silence: 'silence',
  silences: 'reads',
  language: 'language',
  status: 'reads',
  help: 'reads',
};

/** Null for what is only read. */
export function actOfAsk(ask: Ask): Given | null {
  const name = ask.share ? 'share' : Object.hasOwn(typed, ask.command) ? typed[ask.command] : undefined;
  if (name === undefined || name === 'reads' || findAct(name)?.read(ask) === null) return null;
  return { name, what: ask };
}

/** Null for what is only read, such as the choices that open a form, and for what is not understood. */
export function actOfPress(actionId: string, value: string): Given | null {
  const id = readActionId(actionId);
  const kind = id === null ? 'reads' : pressed[id];
  if (kind === 'reads') return null;
  if (kind !== 'asks' && kind !== 'share')
    return findAct(kind)?.read(value) === null ? null : { name: kind, what: value };
  const ask = decodeAsk(value);
  if (ask === null) return null;
  return actOfAsk(kind === 'share' ? { ...ask, share: true } : ask);
}
