/** Holds the habits of one DMS for all reads of a client. Calls back when a habit was learned. */
import { type DmsHabits, type HabitObservation, type Instant, learnHabit, mergeHabits } from '@leadbell/domain';
import type { LeadsApiEffects } from './config.ts';
import type { CountedPart } from './leads-api.ts';

/** After this time, an answer with the same bulks is compared again with the answers to the halves of its window. */
const verdictLastsMs = { round: 60_000, longest: 600_000 } as const;
const maxVerdicts = 100;

interface Verdict {
  /** In real time. */
  readonly at: number;
  readonly doubt: CountedPart | null;
}

export class HabitMemory {
  readonly #effects: Pick<LeadsApiEffects, 'now' | 'businessNow' | 'onLearned'>;
  readonly #verdicts = new Map<string, Verdict>();
  habits: DmsHabits;

  constructor(habits: DmsHabits, effects: Pick<LeadsApiEffects, 'now' | 'businessNow' | 'onLearned'>) {
    this.habits = habits;
    this.#effects = effects;
  }

  /** The current time of the clock that the DMS's dates follow. */
  now(): Instant {
    const { businessNow, now } = this.#effects;
    return (businessNow ?? now)() as Instant;
  }

  learn(observation: HabitObservation, now: Instant = this.now()): void {
    this.#set(learnHabit(this.habits, observation, now));
  }

  adopt(habits: DmsHabits): void {
    this.#set(mergeHabits(this.habits, habits));
  }

  /** Returns the result if an equal answer was compared recently, else undefined. */
  verdict(likeness: string, why: keyof typeof verdictLastsMs): CountedPart | null | undefined {
    const verdict = this.#verdicts.get(likeness);
    if (verdict === undefined || Math.abs(this.#effects.now() - verdict.at) >= verdictLastsMs[why]) return undefined;
    return verdict.doubt;
  }

  keepVerdict(likeness: string, doubt: CountedPart | null): void {
    if (this.#verdicts.size >= maxVerdicts) this.#verdicts.clear();
    this.#verdicts.set(likeness, { at: this.#effects.now(), doubt });
  }

  #set(habits: DmsHabits): void {
    if (habits === this.habits) return;
    this.habits = habits;
    this.#effects.onLearned?.(habits);
  }
}
