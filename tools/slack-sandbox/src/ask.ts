/** Types commands as a patient person does, for tests on busy machines. Effects: those of `control.say`. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxControl } from './control.ts';
import type { Message } from './state/messages.ts';

export interface Question {
  readonly user: string;
  readonly channel: string;
  readonly text: string;
  readonly isAnswer: (message: Message) => boolean;
  /** Whether the bot asks to try again. */
  readonly isRefusal: (message: Message) => boolean;
}

const askForMs = 60_000;
const replyWithinMs = 15_000;
const pauseMs = 250;

/**
 * Types the text until it is answered, because a busy bot may refuse it or reply too late. An answer to an earlier try
 * counts too. Rejects if there is none after `forMs`, and names the last refusal.
 */
export async function ask(
  control: Pick<SandboxControl, 'say' | 'messages' | 'waitFor'>,
  { user, channel, text, isAnswer, isRefusal }: Question,
  forMs = askForMs,
): Promise<Message> {
  const seen = () => control.messages(channel, { as: user });
  function fromNow(): () => readonly Message[] {
    const known = new Set(seen().map(({ ts }) => ts));
    return () => seen().filter(({ ts }) => !known.has(ts));
  }
  const allReplies = fromNow();
  const endsAt = performance.now() + forMs;
  for (;;) {
    const replies = fromNow();
    const error = await control.say(user, channel, text);
    const last = await control
      .waitFor(() => allReplies().find(isAnswer) ?? replies().find(isRefusal), replyWithinMs)
      .catch(() => null);
    if (last !== null && isAnswer(last)) return last;
    if (performance.now() >= endsAt) throw new Error(`${text} in ${channel}: ${error ?? last?.text ?? 'no answer'}`);
    await delay(pauseMs);
  }
}
