import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { runbook: 'src/cli/bin.ts', index: 'src/index.ts' },
  platform: 'node',
  target: 'node22.19',
  dts: false,
});
