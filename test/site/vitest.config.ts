import { defineConfig } from 'vitest/config';

/** The site's tests build it once (setup.ts) and look at it in a browser; they run apart from the others, in one worker. */
export default defineConfig({
  test: {
    globalSetup: 'test/site/setup.ts',
    include: ['test/site/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    maxConcurrency: 4,
  },
});
