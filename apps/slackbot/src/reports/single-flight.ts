/**
 * Shares one run of the same work between simultaneous callers. Each caller can stop waiting by its own signal; when
 * the last one has left, the work is aborted. Rejects with the work's error, or with `LeadsApiError('aborted')` for a
 * caller that leaves.
 */
import { LeadsApiError } from '@leadbell/leads-api';

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  callers: number;
}

export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  get size(): number {
    return this.#flights.size;
  }

  async join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw left();
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.callers += 1;
    const leaving = Promise.withResolvers<never>();
    const leave = (): void => leaving.reject(left());
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([flight.result, leaving.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      flight.callers -= 1;
      if (flight.callers === 0) this.#end(key, flight);
    }
  }

  stopAll(): void {
    for (const [key, flight] of this.#flights) this.#end(key, flight);
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { result: work(controller.signal), controller, callers: 0 };
    // Handle the rejection here, because all callers may have left.
    flight.result.catch(() => {});
    this.#flights.set(key, flight);
    return flight;
  }

  #end(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
    flight.controller.abort();
  }
}

function left(): LeadsApiError {
  return new LeadsApiError('aborted', 'the caller has left');
}
