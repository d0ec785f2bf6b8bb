import { spawnSync } from 'node:child_process';
import { defineConfig } from 'tsdown';
import { asciiOnly } from './.ci/ascii-only.ts';
import { chunkGroups } from './.ci/chunks.ts';
import { thirdPartyNotices } from './.ci/third-party-notices.ts';

/** The commit, or nothing where there is no git. */
function builtFrom(): string {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  return (stdout ?? '').trim();
}

/** `import name, { a, b as c } from "node:x"`, either part alone too. */
const builtinImport = /\bimport\s*(?:([\w$]+)\s*,?)?\s*(?:\{([^}]*)\})?\s*from\s*(['"]node:[\w/]+['"]);?/g;

/**
 * A static import of a module of Node's reads every export it has, which loads what their getters stand for: Web
 * Crypto, worker threads, the standard streams. Asked for by a property, only what is used is loaded.
 */
function builtinConstant(
  _import: string,
  whole: string | undefined,
  names: string | undefined,
  module: string,
) {
  const taken = names === undefined ? [] : [`{${names.replace(/([\w$]+)\s+as\s+/g, '$1:')}}`];
  return [...(whole === undefined ? [] : [whole]), ...taken]
    .map((target) => `const ${target}=globalThis.process.getBuiltinModule(${module});`)
    .join('');
}

/**
 * Yoga, ink's layout, brings its WebAssembly as a data URL and would fetch it, for which Node loads its whole HTTP
 * client (20 ms). Told that there is no `fetch`, it decodes the text by itself.
 */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  transform: (code: string, id: string) =>
    id.includes('yoga-wasm-base64') ? code.replaceAll('typeof fetch', '"undefined"') : undefined,
};

/** Subcommands of ours are functions, none a program of its own: what starts programs isn't loaded for them. */
const commanderWithoutPrograms = {
  name: 'commander-without-programs',
  transform: (code: string, id: string) =>
    /\/commander\/lib\/command\.js$/.test(id)
      ? code.replace("import childProcess from 'node:child_process';", 'const childProcess = undefined;')
      : undefined,
};

/** With `DEV=true` in the environment ink would load a package of React's that is none of ours. */
const inkWithoutDevtools = {
  name: 'ink-without-devtools',
  transform: (code: string, id: string) =>
    /\/ink\/build\//.test(id) ? code.replaceAll("process.env['DEV']", '""') : undefined,
};

/**
 * Everything is bundled, since opening hundreds of small files is most of what starting costs. What a command needs
 * only now and then (the session, client-node, the sandbox) is imported where it is used, and so has its own chunk.
 */
export default defineConfig({
  entry: {
    runbook: 'src/cli/bin.ts',
    // Started by `check` beside it, on a thread of its own.
    'check-thread': 'src/cli/check-thread.ts',
    index: 'src/index.ts',
    remark: 'src/remark.ts',
    starlight: 'src/starlight.ts',
    docusaurus: 'src/docusaurus.ts',
    vitest: 'src/vitest/plugin.ts',
    // Found by the plugin beside it, and run in other processes than it.
    'vitest-module-of': 'src/vitest/module-of.ts',
    'vitest-page': 'src/vitest/page.ts',
    'vitest-host': 'src/vitest/host.ts',
  },
  copy: [{ from: 'src/site/assets', to: 'dist' }],
  // What is installed and packed prints what is wrong, not 150 names.
  logLevel: 'warn',
  platform: 'node',
  target: 'node22.19',
  deps: {
    alwaysBundle: [/./],
    neverBundle: [/^vitest/],
    dts: { neverBundle: [/^vitest/] },
  },
  // React's and ink's checks for developers stay out.
  define: {
    'process.env.NODE_ENV': '"production"',
    // Records say what made them.
    'process.env.RUNBOOK_BUILT_FROM': JSON.stringify(builtFrom()),
  },
  alias: {
    // Its modules rather than its CommonJS file, so that what isn't used falls away.
    yaml: new URL('node_modules/yaml/browser/index.js', import.meta.url).pathname,
    // ink measures as we do, and need not set up a segmenter of Unicode text (15 ms) for it.
    'string-width': 'fast-string-width',
  },
  // client-node's index would bring every API of Kubernetes along; its modules do nothing when they are loaded.
  treeshake: { moduleSideEffects: [{ test: /client-node/, sideEffects: false }] },
  // Names stay, for the stack of a bug.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  outputOptions: { codeSplitting: { groups: chunkGroups() } },
  dts: {
    entry: ['src/index.ts', 'src/remark.ts', 'src/starlight.ts', 'src/docusaurus.ts', 'src/vitest/plugin.ts'],
  },
  plugins: [
    yogaWithoutFetch,
    inkWithoutDevtools,
    commanderWithoutPrograms,
    asciiOnly,
    thirdPartyNotices,
    { name: 'builtin-modules', renderChunk: (code) => code.replace(builtinImport, builtinConstant) },
  ],
});
