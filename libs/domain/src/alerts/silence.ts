/** Silences: while one lasts, the alerts that match it are not announced. Pure. */
import { valueTest } from '../leads/filter.ts';
import { foldText } from '../text/fold.ts';
import type { ErrorShare } from './facts.ts';
import type { AlertMember } from './members.ts';

export interface SilenceMatcher {
  readonly source?: string;
  readonly brand?: string;
  readonly branch?: string;
  /** Words of the error that is silenced. */
  readonly error?: string;
  readonly rule?: string;
  /** The cause of one alert: its rule and group, and the name under which it was shown. */
  readonly cause?: { readonly rule: string; readonly group: string; readonly name: string };
}

/** The parts of an alert that are compared with a silence. */
export interface SilenceSubject {
  readonly rule: string;
  readonly group?: string;
}

/**
 * `wordsOf` returns the shown words of an error. Each field that the silence names must match for every bulk that still
 * fails. So an alert that is partly about another problem is announced.
 */
export function isSilenced(
  { rule, group }: SilenceSubject,
  members: readonly Pick<AlertMember, 'errors' | 'traits' | 'resolvedAt'>[],
  matcher: SilenceMatcher,
  wordsOf: (fingerprint: string) => readonly string[] = () => [],
): boolean {
  if (Object.keys(matcher).length === 0) return false;
  if (matcher.rule !== undefined && matcher.rule !== rule) return false;
  const { cause } = matcher;
  if (cause !== undefined && (cause.rule !== rule || cause.group !== group)) return false;
  const open = members.filter(({ resolvedAt }) => resolvedAt === null);
  return (['source', 'brand', 'branch', 'error'] as const).every((name) => {
    const wanted = matcher[name];
    if (wanted === undefined) return true;
    if (name === 'error') {
      const isWanted = (way: string): boolean => plain(way).includes(plain(wanted));
      const areWanted = ({ fingerprint }: ErrorShare): boolean => [fingerprint, ...wordsOf(fingerprint)].some(isWanted);
      return open.every(({ errors }) => errors.length > 0 && errors.every(areWanted));
    }
    // The same test as that of filters, so that a person can check with a list which leads a silence is about.
    const isWanted = valueTest(name, wanted);
    return open.every(({ traits }) => {
      const values = traits?.[name] ?? [];
      return values.length > 0 && values.every(isWanted);
    });
  });
}

/** The parts of an error that differ between leads are shown as `…`, which people need not type. */
function plain(text: string): string {
  return foldText(text.replace(/…|\.{3}/g, ' '));
}
