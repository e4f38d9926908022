/** Judges the report of pnpm on known advisories about the locked packages. Pure. */

export interface Verdict {
  readonly isFailure: boolean;
  /** The lines to print. */
  readonly says: readonly string[];
}

interface Advisory {
  readonly module_name?: unknown;
  readonly severity?: unknown;
  readonly title?: unknown;
  readonly url?: unknown;
}

const failing: ReadonlySet<unknown> = new Set(['high', 'critical']);

/** `why`: pnpm's message if it gave no report. Without a report we know nothing, so this is not a failure. */
export function judgeReport(report: string, why: string): Verdict {
  const found = advisoriesIn(report);
  if (found === null) {
    const reason = why.replaceAll(/[\s│×]+/g, ' ').trim() || 'it did not answer in time';
    return { isFailure: false, says: [`Known advisories were not checked, the source is unavailable: ${reason}`] };
  }
  const lines = found.map(({ module_name: name, severity, title, url }) =>
    [severity, name, title, url].filter((part) => typeof part === 'string').join('  '),
  );
  const isFailure = found.some(({ severity }) => failing.has(severity));
  return { isFailure, says: lines.length === 0 ? ['No known advisories for the locked packages.'] : lines };
}

/** Returns null if the text is no report. */
function advisoriesIn(report: string): readonly Advisory[] | null {
  try {
    const { advisories } = JSON.parse(report) as { readonly advisories?: unknown };
    return typeof advisories === 'object' && advisories !== null ? (Object.values(advisories) as Advisory[]) : null;
  } catch {
    return null;
  }
}
