import { defineConfig } from 'vitest/config';

/** One configuration for every package; `--root` says which package runs. Each writes its counts for `npm test`. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    reporters: ['dot', 'json'],
    outputFile: { json: 'out/test/results.json' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
