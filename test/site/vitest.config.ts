import { defineConfig } from 'vitest/config';
import { patient } from '../helpers/patience.ts';

/** The site's tests build it once (setup.ts) and look at it in a browser; they run apart from the others, in one worker. */
export default defineConfig({
  test: {
    globalSetup: 'test/site/setup.ts',
    include: ['test/site/**/*.test.ts'],
    ...patient,
    fileParallelism: false,
    maxConcurrency: 4,
  },
});
