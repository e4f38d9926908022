/**
 * Watches the files of the settings, every few seconds and at once on request. Effects:
 * reads the files, and writes to the log.
 */
import type { LiveSettings } from '@leadbell/settings';
import type { OwnLog } from './log.ts';

const everyMs = 5_000;

export interface SettingsWatch {
  /** Reads the files even if they have not changed, for example on SIGHUP. */
  lookNow(): void;
  /** Reads the files if they have changed. */
  lookAgain(): void;
  /** Calls the listener after each change, and at once if there was already a change. */
  onChange(listener: () => void): void;
  stop(): void;
}

export interface SettingsWatchOptions {
  readonly live: LiveSettings;
  readonly every: (ms: number, work: () => void) => () => void;
  readonly log: OwnLog;
}

export function watchSettings({ live, every, log }: SettingsWatchOptions): SettingsWatch {
  let listener: (() => void) | null = null;
  /**
   * Whether the settings changed before there was a listener. Parts that were starting may have used the old settings.
   */
  let isUntold = false;

  function look(isAsked: boolean): void {
    const found = live.look(isAsked);
    if (found === null) return;
    if (found.kind === 'refused') {
      for (const { name, expected, hint } of found.problems)
        log.error(
          { setting: name, reason: `expected ${expected}${hint === null ? '' : ` (${hint})`}` },
          'settings.refused',
        );
      return log.error(
        { problems: found.problems.length, reason: 'the earlier settings stay in use' },
        'settings.kept',
      );
    }
    log.hide(found.secrets);
    const { changed, tokens, needRestart } = found;
    if (listener === null) isUntold = true;
    else listener();
    log.info({ changed, tokens }, 'settings.reloaded');
    if (needRestart.length > 0)
      log.warn({ settings: needRestart, reason: 'restart Leadbell to use their new values' }, 'settings.need-restart');
  }
  const stop = every(everyMs, () => look(false));
  return {
    lookNow: () => look(true),
    lookAgain: () => look(false),
    onChange(given) {
      listener = given;
      if (isUntold) given();
      isUntold = false;
    },
    stop,
  };
}
