/** Failures of a command. `message` is a sentence for the person who typed the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** A request that can't be fulfilled, although the words are correct. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Shows only the kind of an unexpected error, because its message may contain anything, even secrets. */
export function describeError(error: unknown): { readonly sentence: string; readonly exitCode: number } {
  if (!(error instanceof Error)) return { sentence: 'Something went wrong', exitCode: 1 };
  switch (error.name) {
    case 'UsageError':
      return { sentence: error.message, exitCode: 2 };
    case 'SettingsError':
      return { sentence: error.message, exitCode: 78 };
    case 'Refusal':
    case 'StoreError':
      return { sentence: error.message, exitCode: 1 };
    default: {
      const { code } = error as NodeJS.ErrnoException;
      const words = [error.name, code].filter((word) => typeof word === 'string').join(' ');
      return {
        sentence: `Something went wrong; please check that the database can be reached (${words})`,
        exitCode: 1,
      };
    }
  }
}
