import { defineConfig } from 'vitest/config';
import { patient } from '../helpers/patience.ts';

/** Tests of the terminal UI in a real terminal, tmux, which they need; apart from the others, one after another. */
export default defineConfig({
  test: {
    include: ['test/tui/**/*.test.ts'],
    globalSetup: 'test/helpers/build.ts',
    ...patient,
    fileParallelism: false,
  },
});
