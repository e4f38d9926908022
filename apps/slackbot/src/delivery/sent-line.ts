/**
 * Collects messages that Slack has accepted. The next database step, which claims further messages,
 * also records all the collected ones. Effects: uses the database through the queue.
 */
import type { DeliveryQueue, Done, Pace, StepEnd } from '@leadbell/store';

export interface SentLine {
  /**
   * Resolves when the end is recorded; to false if another process has taken the message over. Rejects with the
   * database's errors.
   */
  end(done: Done): Promise<boolean>;
  /** Takes all messages that are waiting. The caller must settle or fail each of them. */
  take(): readonly Waiting[];
  /** Call when there are no more steps; each end is recorded by itself from then on. */
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
  /** Called for each message that is added, with the number of messages that wait for the next step. */
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
      // `busy` makes each waiting call record its end by itself.
      for (const { settle } of this.take()) settle('busy');
    },
  };
}
