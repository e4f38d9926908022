/**
 * Messages that Slack has accepted and that must be recorded: they are written to the database together, with the next
 * claim. Effects: the database by the queue.
 */
import type { DeliveryQueue, Done, Pace, StepEnd } from '@leadbell/store';

export interface SentLine {
  /** Resolves when it is recorded. False: another process has taken it over. Rejects with the database's errors. */
  end(done: Done): Promise<boolean>;
  /** Everything that waits now. The caller must settle each, or fail it. */
  take(): readonly Waiting[];
  /** There are no more steps, so each end is recorded separately. */
  close(): void;
}

export interface Waiting {
  readonly done: Done;
  readonly settle: (end: StepEnd) => void;
  readonly fail: (error: unknown) => void;
}

interface SentLineOptions {
  readonly queue: Pick<DeliveryQueue, 'end'>;
  readonly pace: Pace;
  /** Called with the number of those that wait for the next step, with each that is added. */
  readonly onWaiting: (many: number) => void;
}

export function createSentLine({ queue, pace, onWaiting }: SentLineOptions): SentLine {
  let waiting: Waiting[] = [];
  let isClosed = false;

  const endAlone = ({ claim, outcome }: Done) => queue.end(claim, outcome, pace);

  return {
    async end(done) {
      if (isClosed) return endAlone(done);
      const { promise, resolve: settle, reject: fail } = Promise.withResolvers<StepEnd>();
      waiting.push({ done, settle, fail });
      onWaiting(waiting.length);
      const end = await promise;
      return end === 'busy' ? endAlone(done) : end === 'ended';
    },
    take() {
      const all = waiting;
      waiting = [];
      return all;
    },
    close() {
      isClosed = true;
      // As if another transaction had locked the channel, which this call waits for.
      for (const { settle } of this.take()) settle('busy');
    },
  };
}
