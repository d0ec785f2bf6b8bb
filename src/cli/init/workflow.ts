import { relative } from 'node:path';
import { packageManagers } from './package-managers.ts';
import { releaseTarball } from './release-tarball.ts';
import type { Repository } from './repository.ts';

/**
 * A workflow for GitHub that checks and runs all runbooks on the sandbox. Without a package.json nothing is installed
 * yet: npm brings the tarball of the version that wrote this.
 */
export function workflow(repository: Repository, version: string): string {
  const { cwd, root, packageManager, lockFile } = repository;
  const folder = relative(root, cwd);
  const tarball = [`npm install --no-save ${releaseTarball(version)}`];
  const { run, install } = packageManager ?? { ...packageManagers['package.json'], install: tarball };
  const lines = [
    ...head,
    ...(folder === '' ? [] : ['    defaults:', '      run:', `        working-directory: ${quoted(folder)}`]),
    '    steps:',
    '      - uses: actions/checkout@v7',
    '      - uses: actions/setup-node@v7',
    '        with:',
    '          node-version: 24',
    ...cacheLines(packageManager?.cache, folder === '' ? undefined : `${folder}/${lockFile}`),
    ...install.map((line) => `      - run: ${line}`),
    `      - run: ${run} check --strict --format github`,
    `      - run: ${run} exec runbooks --target sandbox --reporter github --reporter junit=reports/runbooks.xml`,
    '      - uses: actions/upload-artifact@v7',
    '        if: ${{ !cancelled() }}',
    '        with:',
    '          name: runbooks',
    `          path: ${quoted(folder === '' ? 'reports' : `${folder}/reports`)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const head = [
  'name: runbooks',
  '',
  'on: [push, pull_request]',
  '',
  'permissions: { contents: read }',
  '',
  'jobs:',
  '  runbooks:',
  '    # It has bash and kubectl.',
  '    runs-on: ubuntu-latest',
  '    timeout-minutes: 15',
];

function cacheLines(cache: string | undefined, lockFile: string | undefined): readonly string[] {
  if (cache === undefined) return [];
  const where = lockFile === undefined ? [] : [`          cache-dependency-path: ${quoted(lockFile)}`];
  return [`          cache: ${cache}`, ...where];
}

/** A text as a scalar of YAML: JSON's strings are among them. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) && !text.startsWith('-') ? text : JSON.stringify(text);
}
