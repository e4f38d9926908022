/**
 * Acknowledges a Slack event. Every listener does this before any other I/O, because Slack waits only 3 s. Acts are the
 * exception: they are stored before they are acknowledged. If the acknowledgement fails, the person still gets an
 * answer.
 */
import { errorFields } from '../log-error.ts';
import type { BotContext } from './contract.ts';

export async function acknowledge(ack: () => Promise<void>, { log }: Pick<BotContext, 'log'>): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log.warn(errorFields(error), 'unacknowledged');
  }
}
