import { defineConfig } from 'tsdown';

/**
 * Everything is bundled, since opening hundreds of small files is most of what starting costs. What a command needs
 * only now and then (the session, client-node, the sandbox) is imported where it is used, and so has its own chunk.
 */
export default defineConfig({
  entry: { runbook: 'src/cli/bin.ts', index: 'src/index.ts' },
  platform: 'node',
  target: 'node22.19',
  deps: { alwaysBundle: [/./] },
  dts: { entry: 'src/index.ts' },
});
