import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { diagnosticCodes } from '../../src/engine/model/codes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Which room may import which; what isn't listed may not be imported. A room is a folder of `src/`, of `src/engine/`
 * or of `src/sandbox/`, or a file that stands alone in one of these. A room's own files are always at hand. An arrow
 * that leads to a file of a room opens that file only.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'index.ts': ['engine/index.ts', 'runbook.ts'],
  'runbook.ts': ['engine/index.ts', 'targets'],
  'remark.ts': ['site'],
  'starlight.ts': ['site'],
  'docusaurus.ts': ['site'],

  'engine/model': [],
  'engine/diagnostics': ['engine/model'],
  'engine/expectations': ['engine/model', 'engine/diagnostics/nearest.ts'],
  'engine/diagram': [],
  // The one reader of bash and of kubectl's command lines.
  'engine/shell': [],
  'engine/inputs': ['engine/model'],
  'engine/parse': [
    'engine/model',
    'engine/diagnostics',
    'engine/expectations',
    'engine/shell',
    'engine/inputs/input-fault.ts',
  ],
  'engine/lint': [
    'engine/model',
    'engine/diagnostics/nearest.ts',
    'engine/expectations',
    'engine/diagram',
    'engine/shell',
    'engine/parse',
    // What a statement takes from the session and leaves there, which a run asks too.
    'engine/plan/statement-facts.ts',
  ],
  'engine/parse.ts': ['engine/model', 'engine/parse', 'engine/lint'],
  'engine/plan': ['engine/model', 'engine/diagnostics', 'engine/shell'],
  'engine/mask': ['engine/model'],
  'engine/execute': ['engine/model', 'engine/diagnostics', 'engine/shell'],
  // Which commands a statement consists of, and what becomes of the status of each.
  'engine/judge': ['engine/model', 'engine/expectations', 'engine/shell'],
  // What is read is asked for, compared and written down as the expectations say.
  'engine/kube': [
    'engine/model',
    'engine/expectations',
    'engine/diagnostics/nearest.ts',
    // A credential plugin is a program that is asked something.
    'engine/execute/run-probe.ts',
  ],
  // What a plan will ask of clusters, by its commands and manifests; which failures its checks expect.
  'engine/access': [
    'engine/model',
    'engine/shell',
    'engine/expectations/judge-expectation.ts',
    'engine/kube/manifest.ts',
  ],
  'engine/diagnose': ['engine/model', 'engine/diagnostics/nearest.ts', 'engine/shell'],
  'engine/run': [
    'engine/model',
    'engine/inputs',
    'engine/diagnostics',
    'engine/plan',
    'engine/execute',
    'engine/mask',
    'engine/judge',
    'engine/kube',
    'engine/access',
    'engine/diagnose',
    'engine/shell',
    // Which variables an expectation names, so that the session is asked for those.
    'engine/expectations/judge-expectation.ts',
    // What of an output is another each time by its form.
    'engine/expectations/moments.ts',
  ],
  'engine/report': [
    'engine/model',
    'engine/diagnostics',
    // The state that events add up to, and which outcomes are bad.
    'engine/run/reduce.ts',
    'engine/run/state.ts',
    'engine/run/totals.ts',
    'engine/run/gaps.ts',
    'engine/judge/outcome.ts',
    // Where a run may be started again, and how a word of a command is written.
    'engine/plan/start-at.ts',
    'engine/shell/quote.ts',
    // An output as a terminal shows it.
    'engine/expectations/readable.ts',
  ],
  'engine/journal': [
    'engine/model',
    // What a statement may have changed, and what it takes from the session.
    'engine/plan/statement-facts.ts',
    'engine/shell',
    'engine/diagnostics/printable.ts',
    'engine/expectations/readable.ts',
    'engine/report',
    'engine/run/reduce.ts',
    'engine/run/state.ts',
  ],
  'engine/format': ['engine/model', 'engine/expectations', 'engine/parse.ts', 'engine/parse', 'engine/shell'],
  'engine/update': [
    'engine/model',
    'engine/expectations',
    'engine/parse.ts',
    'engine/parse',
    // What of a line would run when it is pasted.
    'engine/lint/pasting-hazard.ts',
    'engine/judge',
    'engine/format/edits.ts',
    // What a run saw, and where.
    'engine/run/state.ts',
  ],
  // A script waits, kills and asks for versions as the engine does, and calls commands what reports call them.
  'engine/export': [
    'engine/model',
    'engine/expectations',
    'engine/files-beside.ts',
    'engine/plan/policy.ts',
    'engine/plan/statement-facts.ts',
    'engine/shell',
    'engine/execute/background-command.ts',
    'engine/execute/kill-command.ts',
    'engine/report/lines.ts',
    'engine/run/tools.ts',
  ],
  'engine/product-version.ts': [],
  'engine/files-beside.ts': ['engine/model', 'engine/plan/named-files.ts'],
  'engine/load.ts': ['engine/model', 'engine/diagnostics', 'engine/parse.ts', 'engine/plan/prerequisites.ts'],
  'engine/import': [
    'engine/model',
    // How arrows are read, and edits.
    'engine/format',
    'engine/parse.ts',
    'engine/parse',
    'engine/shell',
    'engine/expectations/pattern.ts',
    'engine/expectations/registry.ts',
    'engine/expectations/volatile.ts',
    // What a statement may take, to be compared with what a document waits for.
    'engine/plan/policy.ts',
  ],
  // What a presenter is told, and where a run is.
  'engine/notes': [
    'engine/model',
    'engine/diagnostics/printable.ts',
    'engine/parse/markdown-tree.ts',
    'engine/run/state.ts',
  ],
  'engine/record': [
    'engine/model',
    // Which version a record is read by.
    'engine/product-version.ts',
    'engine/expectations',
    // What was recorded is judged by the page's own checks, and held against the files beside the page.
    'engine/judge',
    'engine/files-beside.ts',
    'engine/load.ts',
    'engine/parse/lines.ts',
    'engine/parse/duration.ts',
    'engine/report/json-schema.ts',
    'engine/report/opaque-text.ts',
    // What a run saw.
    'engine/run/state.ts',
  ],
  'engine/index.ts': [
    'engine/inputs/named-inputs.ts',
    'engine/model',
    'engine/diagnostics',
    'engine/parse.ts',
    'engine/plan',
    'engine/run',
    'engine/report',
    'engine/record/record-schema.ts',
    'engine/load.ts',
  ],

  // A folder that is removed even when the process is killed; which settings of a login plugin are secret.
  targets: [
    'engine/model',
    'engine/diagnostics',
    'engine/execute/private-folder.ts',
    'engine/mask/secret-names.ts',
    'sandbox/sandbox.ts',
  ],

  // Not through the engine's door: a command loads only what it needs, since starting is most of its time.
  cli: [
    'engine/journal',
    'engine/notes',
    'engine/inputs',
    'engine/model',
    'engine/diagnostics',
    'engine/import',
    'engine/parse/duration.ts',
    // What `explain` says to an example is what `check` says to it.
    'engine/parse.ts',
    'engine/plan',
    'engine/format',
    'engine/update',
    'engine/run',
    'engine/mask',
    'engine/record',
    // The outcome of many runs from those of each.
    'engine/judge/outcome.ts',
    'engine/report',
    'engine/export',
    'engine/load.ts',
    'engine/product-version.ts',
    // Pages as readers see them.
    'site/pages/page-forms.ts',
    'site/pages/site-pages.ts',
    'site/strings.ts',
    'site/wording.ts',
    // What is run inside the sandbox ends with it.
    'engine/execute/watchdog.ts',
    'targets',
    'tui/start.tsx',
    'tui/front-end.ts',
    'tui/lend-terminal.ts',
    'tui/programs.ts',
    'lsp/serve.ts',
  ],
  // Reads a page as an editor has it; what `check` says of it comes from the command.
  lsp: [
    'engine/model',
    'engine/diagnostics',
    'engine/expectations',
    'engine/format',
    'engine/parse.ts',
    'engine/parse',
    'engine/shell',
    'engine/record',
    // What the record says, as expected output.
    'engine/update',
    // What a run that an editor asked for came to.
    'engine/run/reduce.ts',
    'engine/run/state.ts',
  ],
  // A fold of events and the command channel: it sees what a run tells, and no part that runs.
  tui: [
    'engine/model',
    // Programs that have the terminal are ended with all that they started.
    'engine/execute/end-tree.ts',
    'engine/report',
    'engine/run/reduce.ts',
    'engine/run/state.ts',
    'engine/run/gaps.ts',
    'engine/judge/outcome.ts',
    // The prose of a page, from the one reading of Markdown.
    'engine/parse/markdown-tree.ts',
    // Commands in colours, by the one reader of bash.
    'engine/shell/parts.ts',
    'engine/shell/with-values.ts',
    // What talks to what, drawn.
    'engine/diagram',
  ],
  site: [
    'engine/model',
    'engine/expectations/pattern.ts',
    'engine/parse.ts',
    'engine/record',
    // What a page requires is called by its title there.
    'engine/load.ts',
    'engine/shell',
    // Readers wait for what a run waits for.
    'engine/execute/background-command.ts',
    // The reference pages are made from these tables.
    'engine/diagnostics',
    'engine/expectations/kind.ts',
    'engine/expectations/registry.ts',
    'engine/parse/front-matter-keys.ts',
    'engine/parse/option-table.ts',
    'engine/diagram',
    'cli/helped-commands.ts',
    'cli/exit-codes.ts',
    'cli/page-forms.ts',
    'engine/parse/markdown-tree.ts',
    'engine/report',
    'engine/import',
    'engine/export/registry.ts',
  ],

  // By the public API alone, as an example of it.
  vitest: ['engine/index.ts', 'targets/choose.ts', 'targets/images.ts'],

  'sandbox/clock.ts': [],
  'sandbox/versions.ts': [],
  'sandbox/node-http.ts': [],
  // A world names its containers' runtime, of which this is only the interface.
  'sandbox/memory.ts': [],
  'sandbox/world.ts': [
    'sandbox/clock.ts',
    'sandbox/memory.ts',
    'sandbox/apiserver/store',
    'sandbox/apiserver/kinds/registry.ts',
    'sandbox/workloads/runtime.ts',
  ],
  // The API server: storage, schemas, validation, discovery and the wire, of whatever kinds it is given.
  'sandbox/apiserver': [
    'sandbox/versions.ts',
    'sandbox/world.ts',
    'sandbox/workloads/runtime.ts',
    'sandbox/node-http.ts',
  ],
  // What runs controllers, and what they share.
  'sandbox/controllers': [
    'sandbox/apiserver',
    'sandbox/memory.ts',
    'sandbox/world.ts',
    'sandbox/kubernetes',
    'sandbox/mesh',
  ],
  // Kinds of Kubernetes: their defaults, rules, columns and controllers, a folder for each that behaves.
  'sandbox/kubernetes': [
    'sandbox/apiserver',
    'sandbox/controllers',
    'sandbox/memory.ts',
    'sandbox/world.ts',
    'sandbox/mesh',
    'sandbox/workloads/runtime.ts',
    'sandbox/versions.ts',
  ],
  'sandbox/mesh': [
    'sandbox/apiserver',
    'sandbox/controllers',
    'sandbox/kubernetes',
    'sandbox/memory.ts',
    'sandbox/world.ts',
    'sandbox/versions.ts',
  ],
  // What a new cluster has.
  'sandbox/seed': [
    'sandbox/apiserver',
    'sandbox/controllers',
    'sandbox/kubernetes',
    'sandbox/mesh',
    'sandbox/world.ts',
    'sandbox/versions.ts',
  ],
  // A request's journey ends at a workload, and workloads send requests of their own.
  'sandbox/dataplane': [
    'sandbox/memory.ts',
    'sandbox/apiserver',
    'sandbox/world.ts',
    'sandbox/mesh',
    'sandbox/workloads',
  ],
  'sandbox/workloads': [
    'sandbox/clock.ts',
    'sandbox/apiserver',
    'sandbox/world.ts',
    'sandbox/mesh',
    'sandbox/dataplane',
    'sandbox/node-http.ts',
  ],
  'sandbox/tools': [
    'sandbox/versions.ts',
    // What an object and an address are.
    'sandbox/apiserver/store/object.ts',
    'sandbox/apiserver/admission/ip-address.ts',
    'sandbox/world.ts',
    'sandbox/mesh',
    'sandbox/dataplane/message.ts',
    'sandbox/workloads',
    'sandbox/node-http.ts',
  ],
  'sandbox/worlds.ts': [
    'sandbox/clock.ts',
    'sandbox/apiserver/store',
    'sandbox/kubernetes/registry.ts',
    'sandbox/workloads/create-runtime.ts',
    'sandbox/memory.ts',
    'sandbox/world.ts',
  ],
  // What is there before anybody asks a cluster: it loads the rest when somebody does.
  'sandbox/sandbox.ts': [
    'sandbox/versions.ts',
    'sandbox/clock.ts',
    'sandbox/clusters.ts',
    'sandbox/apiserver/door.ts',
    'sandbox/apiserver/kubeconfig.ts',
    'sandbox/apiserver/tls',
    'sandbox/workloads/images/opaque.ts',
    'sandbox/tools/serve.ts',
  ],
  'sandbox/clusters.ts': [
    'sandbox/clock.ts',
    'sandbox/world.ts',
    'sandbox/worlds.ts',
    'sandbox/apiserver',
    'sandbox/controllers',
    'sandbox/kubernetes/access-control.ts',
    'sandbox/seed',
    'sandbox/workloads/images',
  ],
};

type File = { readonly path: string; readonly text: string };
type Import = { readonly from: string; readonly to: string };

const files: readonly File[] = globSync('src/**/*.{ts,tsx}', { cwd: root })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const imports = files.flatMap(importsOf);

/** Relative imports, re-exports and dynamic imports. */
function importsOf({ path, text }: File): readonly Import[] {
  const lines = text.matchAll(/^(?:import|export|\})[^'\n]*\bfrom '(\.[^']+)'|\bimport\(\s*'(\.[^']+)'/gm);
  return [...lines].map(([, line, dynamic]) => ({
    from: path,
    to: normalize(join(dirname(path), line ?? dynamic ?? '')),
  }));
}

function roomOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first === 'engine' || first === 'sandbox' ? `${first}/${second}` : first;
}

describe('rooms', () => {
  test('import only what their arrows lead to', () => {
    const crossing = imports.filter(({ from, to }) => to.startsWith('src/') && roomOf(from) !== roomOf(to));
    const unlisted = crossing.filter(
      ({ from, to }) => !arrows[roomOf(from)]?.some((head) => inside(to, head)),
    );
    expect(unlisted.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('have no arrow that nothing follows', () => {
    const listed = Object.entries(arrows).flatMap(([room, heads]) => heads.map((head) => ({ room, head })));
    const unused = listed.filter(
      ({ room, head }) => !imports.some(({ from, to }) => roomOf(from) === room && inside(to, head)),
    );
    expect(unused).toEqual([]);
  });

  test('of the sandbox know Node only where they face the network, files and streams', () => {
    const facing = [
      'sandbox.ts',
      'node-http.ts',
      'tools',
      'workloads',
      'apiserver/authentication',
      'apiserver/door.ts',
      'apiserver/stream',
      'apiserver/subresources/log.ts',
      'apiserver/tls',
      // What a probe's command prints comes as a stream.
      'kubernetes/pod/ask-probe.ts',
    ];
    const knowing = files
      .filter(({ path, text }) => inside(path, 'sandbox') && /^import (?!type\b)[^;]*from 'node:/m.test(text))
      .map(({ path }) => path.replace('src/sandbox/', ''));
    expect(
      knowing.filter((path) => !facing.some((place) => path === place || path.startsWith(`${place}/`))),
    ).toEqual([]);
  });

  test('of engine and sandbox meet in one file of the seam', () => {
    const seesSandbox = imports.filter(({ from, to }) => !inside(from, 'sandbox') && inside(to, 'sandbox'));
    expect(new Set(seesSandbox.map(({ from }) => from))).toEqual(new Set(['src/targets/sandbox.ts']));
    const seesOthers = imports.filter(({ from, to }) => inside(from, 'sandbox') && !inside(to, 'sandbox'));
    expect(seesOthers).toEqual([]);
  });

  test('hold nothing outside src but the manifest of the package', () => {
    const outside = imports.filter(({ to }) => !to.startsWith('src/'));
    expect(outside).toEqual([{ from: 'src/engine/product-version.ts', to: 'package.json' }]);
  });
});

/** Whether a path is that of a file, or of one in a folder. */
function inside(path: string, place: string): boolean {
  return path === `src/${place}` || path.startsWith(`src/${place}/`);
}

describe('files', () => {
  /** What the labs take from the application that they use, which a simulated image of it has too. */
  const borrowed = new Set(['end-user', 'reviews-v1', 'reviews-v2']);
  /** Tables of data, where a line is a fact. */
  const data = new Set(['src/sandbox/workloads/commands/curl/option-table.ts']);

  test('are at most 300 lines long', () => {
    const long = files.filter(({ path, text }) => !data.has(path) && text.trimEnd().split('\n').length > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('of the sandbox know no lab', () => {
    const pages = globSync('runbooks/labs/*.md', { cwd: root });
    const text = pages.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
    const named = [...text.matchAll(/\bname: *([a-z\d]+(?:-[a-z\d]+)+)/g)].map(([, name = '']) => name);
    const own = [...new Set(named)].filter((name) => !borrowed.has(name));
    expect(own.length).toBeGreaterThan(3);
    const known = (name: string) =>
      files.filter(({ path, text }) => inside(path, 'sandbox') && text.includes(name));
    expect(own.filter((name) => known(name).length > 0)).toEqual([]);
  });
});

describe('diagnostic codes', () => {
  test.for(Object.keys(diagnosticCodes))('%s is given by something', (code) => {
    const others = files.filter(({ path }) => path !== 'src/engine/model/codes.ts');
    expect(others.some(({ text }) => text.includes(`'${code}'`))).toBe(true);
  });
});
