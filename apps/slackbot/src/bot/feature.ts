/** What a feature brings to Slack. It registers; nothing below it knows its name. Pure types. */
import type { App } from '@slack/bolt';
import type { ActionId } from '../cards/action-ids.ts';
import type { Command } from '../commands/command.ts';
import type { Act } from './inbox/act.ts';
import type { Shell } from './shell.ts';

export type Listen = (app: App, shell: Shell) => void;

/** `reads`: it changes nothing and sends nothing. `asks`: as the command that the button carries. Else an act, by its name. */
export type PressKind = 'reads' | 'asks' | { readonly act: string };

export interface Feature {
  /** Also its folder's. */
  readonly name: string;
  readonly commands?: readonly Command[];
  /** What a press of its buttons and selects is. */
  readonly presses?: Readonly<Partial<Record<ActionId, PressKind>>>;
  /** Forms that it takes, by their callback id, and the act that each becomes. */
  readonly forms?: Readonly<Record<string, string>>;
  readonly acts?: Readonly<Record<string, Act<unknown>>>;
  readonly listen?: readonly Listen[];
}

/** An act among others: what it is about is known to itself alone, and read before it is used. */
export function anyAct<T>(act: Act<T>): Act<unknown> {
  return act as Act<unknown>;
}
