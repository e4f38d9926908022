import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One configuration for every package; `--root` says which package runs. Each writes its counts for `npm test`. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    // Many wait for a database, a socket or a pause rather than for the processor.
    maxWorkers: Math.max(4, availableParallelism()),
    reporters: ['dot', 'json'],
    outputFile: { json: 'out/test/results.json' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
