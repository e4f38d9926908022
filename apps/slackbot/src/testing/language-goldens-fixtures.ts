/**
 * For tests: goldens in each complete language. An incomplete language has no goldens, because its texts are still
 * being translated; tests check only that Slack accepts them.
 */
import { isComplete, type Language } from '@leadbell/i18n';
import { goldens } from '@leadbell/testing';

export interface LanguageGoldens {
  /** Compares with the file `<name>.<tag>.<ending>`. */
  readonly expect: (name: string, tag: Language, ending: string, actual: unknown) => void;
  /** Call in `afterAll`. */
  readonly expectNoOrphans: () => void;
}

/** `folder` ends with a slash. */
export function languageGoldens(folder: URL): LanguageGoldens {
  const golden = goldens(folder);
  return {
    expect(name, tag, ending, actual) {
      if (isComplete(tag)) golden.expect(`${name}.${tag}.${ending}`, actual);
    },
    expectNoOrphans: golden.expectNoOrphans,
  };
}
