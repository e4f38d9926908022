/**
 * Tells a person that the gate refuses, and records the attempt. Errors: those of the reply; a failure to record the
 * attempt is only logged.
 */
import { refusalCard } from '../cards/refusal.ts';
import { errorFields } from '../log-error.ts';
import type { Messages } from '../words/index.ts';
import type { BotContext } from './contract.ts';
import type { Decision } from './gate.ts';
import type { Reply } from './reply.ts';

export interface Refused {
  readonly decision: Extract<Decision, { readonly isAllowed: false }>;
  /** The name of the command, act or button. */
  readonly action: string;
  /** The channel; empty for a modal, because a modal belongs to no channel. */
  readonly channel: string;
  readonly user: string;
}

export async function refuse(
  { decision, action, channel, user }: Refused,
  reply: Pick<Reply, 'say'>,
  messages: Messages,
  { record, log }: Pick<BotContext, 'record' | 'log'>,
): Promise<void> {
  const { kind, refusal } = decision;
  log.info({ action, why: refusal.why }, 'refused');
  // Reply before recording, because a trigger expires after 3 s.
  await reply.say(refusalCard(refusal, messages));
  try {
    await record({ user, kind, channel }, { action, leads: [], fields: [], outcome: 'refused' });
  } catch (error) {
    log.warn(errorFields(error), 'refusal.unrecorded');
  }
}
