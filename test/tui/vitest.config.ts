import { defineConfig } from 'vitest/config';

/** Tests of the terminal UI in a real terminal, tmux, which they need; apart from the others, one after another. */
export default defineConfig({
  test: {
    include: ['test/tui/**/*.test.ts'],
    globalSetup: 'test/helpers/build.ts',
    testTimeout: 120_000,
    hookTimeout: 30_000,
    fileParallelism: false,
  },
});
