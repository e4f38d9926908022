/** Gaps in reading the DMS, and their reasons: English. Pure. */
import { number } from './grammar.en.ts';

export const en = {
  watch: {
    /** The reason why the DMS was not read, or why a bulk could not be stored. */
    why: (kind: string): string => {
      const known: Readonly<Record<string, string>> = {
        unauthorized: 'the DMS does not accept our sign-in',
        'rate-limited': 'the DMS asks us to slow down',
        unavailable: 'the DMS is not answering',
        timeout: 'the DMS takes too long to answer',
        contract: 'the DMS answers in a form that Leadbell can’t read',
        'bad-request': 'the DMS does not accept our requests',
        'not-found': 'there is no DMS at the address we use (DMS_BASE_URL)',
        aborted: 'reading was stopped',
        database: 'Leadbell’s own database failed',
        fault: 'Leadbell itself failed; its log has the reason',
        overdue: 'no Leadbell process is polling the DMS',
        'not-watched': 'Leadbell was not running, or could not reach its database',
      };
      const [word = '', ...code] = kind.split(' ');
      if (code.length === 0) return known[kind] ?? `another reason (${kind})`;
      return word === 'database'
        ? `the database refuses it (${code.join(' ')})`
        : `Leadbell can’t process it (${code.join(' ')})`;
    },
    sentence: (text: string) => `${text.replace(/^./u, (first) => first.toUpperCase())}.`,
    gap: (span: string) => `Nothing was read ${span}`,
    fromTo: (from: string, to: string, lasted: string) => `from ${from} to ${to} (${lasted})`,
    caughtUp: 'Everything that arrived in that time has been read since.',
    lasted: (ms: number): string => {
      const [seconds, minutes] = [Math.max(1, Math.round(ms / 1_000)), Math.round(ms / 60_000)];
      if (seconds < 60) return `${number(seconds)} s`;
      if (minutes < 60) return `${number(minutes)} min`;
      if (minutes < 2_880) return `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`;
      return `${number(Math.floor(minutes / 1_440))} days`;
    },
  },
};

export type WatchWords = typeof en;
