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
  // Its modules rather than its CommonJS file, so that what isn't used falls away.
  alias: { yaml: new URL('node_modules/yaml/browser/index.js', import.meta.url).pathname },
  // client-node's index would bring every API of Kubernetes along; its modules do nothing when they are loaded.
  treeshake: { moduleSideEffects: [{ test: /client-node/, sideEffects: false }] },
  // Names stay, for the stack of a bug.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  dts: { entry: 'src/index.ts' },
});
