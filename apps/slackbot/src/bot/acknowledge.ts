/**
 * Acknowledges a Slack event. Every listener does this first, before any other I/O: Slack waits 3
 * s. If the acknowledgement fails, the person still gets an answer.
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
