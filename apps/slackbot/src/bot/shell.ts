/** What every listener works with: put together once, in `main.ts`. */
import { isLanguage, type Language, languageWrittenIn } from '@leadbell/i18n';
import type { Instant, Weekday, Zone } from '@leadbell/domain';
import type { Once } from '@leadbell/store';
import type { Services } from '../reports/context.ts';
import type { ActPlace, CommandContext } from '../commands/command.ts';
import type { Ask, ParseContext } from '../queries/ask.ts';
import { messagesFor } from '../words/index.ts';
import type { Messages } from '../words/index.ts';
import type { Log } from '../log.ts';
import type { ActInbox } from './inbox/inbox.ts';
import { type Delivery, type RenderOptions, tagOf } from '@leadbell/slack-kit';
import type { Press } from './press.ts';
import type { Registry } from './registry.ts';
import type { Seen } from './seen.ts';
import type { Turns } from './turns.ts';

export interface ShellOptions {
  readonly services: Services;
  /** Those that change something, for one act: what they change is its effect. */
  readonly acting: (once: Once) => Partial<Services>;
  /** All that can be typed, pressed or sent. */
  readonly registry: Registry;
  readonly zone: Zone;
  readonly weekStart: Weekday;
  readonly language: Language;
  readonly now: () => Instant;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Short, and easy to read out on the telephone. */
  readonly newReference: () => string;
}

export interface Shell extends ShellOptions, Services {
  /** Slack's id of it. */
  readonly workspace: string;
  readonly inbox: ActInbox;
  readonly delivery: Delivery;
  readonly turns: Turns;
  readonly seen: Seen;
}

export function parseContext({ now, zone, weekStart }: Shell, messages: Messages): ParseContext {
  return { now: now(), zone, weekStart, messages };
}

export function answerContext(
  shell: Shell,
  ask: Ask,
  messages: Messages,
  signal: AbortSignal,
  place: ActPlace,
  maxAgeMs?: number,
): CommandContext {
  return {
    ...parseContext(shell, messages),
    ...shell.services,
    commands: shell.registry.commands,
    place,
    signal,
    fresh: ask.fresh ?? false,
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
    audience: ask.share ? 'channel' : 'asker',
  };
}

/** Whoever writes Arabic is answered in Arabic; else as they chose, if they did. */
export async function languageOfText(text: string, user: string, { language, people }: Shell): Promise<Language> {
  return languageWrittenIn(text) ?? (await people.language(user)) ?? language;
}

/** Of an answer to a press: one's own message goes on in its language, a channel's is answered in the presser's. */
export async function languageOfPress(press: Press, shell: Shell): Promise<Language> {
  const written = languageOfBlock(press.blockId, shell);
  if (press.isEphemeral || press.place === null) return written;
  return (await shell.people.language(press.place.user)) ?? written;
}

/** The language that a message or a view was written in, from one of its blocks. */
export function languageOfBlock(blockId: string | undefined, { language }: Shell): Language {
  const tag = tagOf(blockId ?? '');
  return isLanguage(tag) ? tag : language;
}

export function renderOptions(messages: Messages): RenderOptions {
  return { tag: messages.tag, more: messages.leads.more };
}

export { messagesFor };
