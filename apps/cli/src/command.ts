/** What a command of `leadbell` is. Pure types. */
import type { DatabaseConfig, KeysAtHand } from '@leadbell/store';
import type { BotSettings } from './settings.ts';

export interface Command {
  readonly verb: string;
  readonly usage: readonly Usage[];
  /** Throws `UsageError` for words that it does not know, and whatever goes wrong. */
  run(args: readonly string[], context: Context): Promise<void>;
}

export interface Usage {
  /** The verb and what comes after it. */
  readonly form: string;
  readonly does: string;
}

export interface Context {
  readonly commands: readonly Command[];
  /** Somebody wants this to stop. */
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  /** Throws `SettingsError`. */
  readonly settings: () => DatabaseConfig;
  readonly bot: BotSettings;
  /** `new`: one that is made when there is none. */
  readonly withDatabase: <T>(kind: 'used' | 'new', work: (database: DatabasePlace) => Promise<T>) => Promise<T>;
}

export interface DatabasePlace {
  /** Holds the password. */
  readonly url: string;
  readonly caFile: string | null;
  /** What is in that file. */
  readonly ca: string | null;
  readonly pool: number;
  /** Throws `StoreError` when their file can't be read. */
  readonly keys: () => KeysAtHand;
}
