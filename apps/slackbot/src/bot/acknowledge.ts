/** The first thing that every listener does, before any other I/O: Slack waits 3 s for it. When it is lost, the person is answered all the same. */
import { errorFields } from '../log-error.ts';
import type { BotContext } from './contract.ts';

export async function acknowledge(ack: () => Promise<void>, { log }: Pick<BotContext, 'log'>): Promise<void> {
  try {
    await ack();
  } catch (error) {
    log.warn(errorFields(error), 'unacknowledged');
  }
}
