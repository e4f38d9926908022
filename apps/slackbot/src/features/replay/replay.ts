/**
 * Replays rules over the stored history, with the requested numbers and, to compare, with the
 * settings' numbers. Effects: reads the given store. Errors: those of the store.
 */
import {
  type AlertRuleId,
  type AlertSettings,
  type BusinessCalendar,
  type Instant,
  type LeadError,
  needsPace,
  type PastFrame,
  Replay,
  replayableRules,
  type ReplayReport,
  type Window,
  type Zone,
} from '@leadbell/domain';
import type { Store } from '@leadbell/store';
import { type ReplayRequest, settingsWith } from './replay-request.ts';

export interface Replayed {
  readonly asked: ReplayReport;
  /** The result with the numbers of the settings; null when the request gave no numbers. */
  readonly usual: ReplayReport | null;
  readonly settings: AlertSettings;
  /** When the stored history begins, if that is within the requested window. */
  readonly knownSince: Instant | null;
  readonly errorTexts: ReadonlyMap<string, LeadError>;
}

/** Returns null if no history of that time is stored. */
export type ReplayRules = (request: ReplayRequest, window: Window, signal: AbortSignal) => Promise<Replayed | null>;

export interface ReplayContext {
  readonly store: Store;
  readonly connection: string;
  readonly alertSettings: AlertSettings;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
  /** Lets other work of the process go on for a moment. */
  readonly turn: () => Promise<void>;
}

/** The number of steps between two calls of `turn`. These steps take less time than one frame of a screen. */
const pieceOfTurn = 50;

export function createReplays(context: ReplayContext): ReplayRules {
  const { store, connection, alertSettings, zone, calendar, turn } = context;

  return async (request, asked, signal) => {
    const { knownSince, ...stored } = await store.history.frame(connection, asked);
    if (knownSince === null || knownSince >= asked.to) return null;
    const isCut = knownSince > asked.from;
    // The window begins just before the history. So problems that existed when the history began count as new.
    const window = isCut ? { ...asked, from: (knownSince - 1) as Instant } : asked;
    const rules: ReadonlySet<AlertRuleId> = new Set(request.rule === null ? replayableRules : [request.rule]);
    const frame: PastFrame = {
      ...stored,
      arrivals: [...rules].some(needsPace) ? await store.history.arrivals(connection, window) : [],
    };
    const settings = settingsWith(alertSettings, request.numbers);
    const both = request.numbers.size === 0 ? [settings] : [settings, alertSettings];
    const replays = both.map((one) => new Replay({ window, rules, settings: one, frame, zone, calendar }));
    for await (const bulks of store.history.bulks(connection, window)) {
      for (let n = 0; n < bulks.length; n += pieceOfTurn) {
        const piece = bulks.slice(n, n + pieceOfTurn);
        for (const replay of replays) {
          signal.throwIfAborted();
          replay.see(piece);
          await turn();
        }
      }
    }
    const [first, second] = replays.map((replay) => replay.end());
    if (first === undefined) return null;
    return {
      asked: first,
      usual: second ?? null,
      settings: alertSettings,
      knownSince: isCut ? knownSince : null,
      errorTexts: await textsOf([first, ...(second === undefined ? [] : [second])]),
    };
  };

  function textsOf(reports: readonly ReplayReport[]): Promise<ReadonlyMap<string, LeadError>> {
    const named = reports.flatMap(({ groups, first, longest }) => [
      ...groups.map(({ group }) => group),
      ...first.flatMap(({ errors }) => errors.map(({ fingerprint }) => fingerprint)),
      ...(longest === null ? [] : [longest.group]),
    ]);
    return store.transaction((tx) => store.alerts.errorTexts(tx, connection, [...new Set(named)]));
  }
}
