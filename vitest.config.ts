import { defineConfig } from 'vitest/config';
import { runbook } from './src/vitest/plugin.ts';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    maxConcurrency: 2,
    // A lab prints what its commands print, which is of interest when it fails.
    silent: 'passed-only',
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/helpers/build-once.ts',
          // The labs forward port 8080: one file at a time, and after the others.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // Each lab alone, from a bare platform.
        plugins: [runbook({ include: ['runbooks/labs/*.md'], target: 'sandbox' })],
        test: { name: 'labs', include: [], sequence: { groupOrder: 2 } },
      },
    ],
  },
});
