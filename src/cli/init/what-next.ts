import { painter } from '../../engine/report/style.ts';
import type { Printer } from '../io.ts';
import { packageManagers } from './package-managers.ts';
import { releaseTarball } from './release-tarball.ts';
import type { Repository } from './repository.ts';
import type { NewFile } from './survey.ts';

/** The major version of vitest that the plugin is for. */
const leastVitest = 5;

type Step = readonly [command: string, meaning: string];

/** Commands for a person to go on with, once what was missing is written. */
export function whatNext(
  repository: Repository,
  missing: readonly NewFile[],
  version: string,
  { color }: Pick<Printer, 'color'>,
): string {
  const { packageManager, dependencies } = repository;
  const run = (packageManager ?? packageManagers['package.json']).run;
  const page = pageToRun(repository, missing);
  const steps: readonly Step[] = [
    ...packagesToAdd(repository, version),
    ...(page === undefined ? [] : [[`${run} exec ${page}`, 'run the page'] as const]),
    [`${run} check`, 'find mistakes without running anything'],
    ...(dependencies.has('vitest') ? [['npx vitest run', 'each step is a test'] as const] : []),
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  const lines = steps.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`);
  return `\n${[painter(color)('bold', 'Next'), ...lines].join('\n')}\n`;
}

function pageToRun({ pages }: Repository, missing: readonly NewFile[]): string | undefined {
  const hello = 'runbooks/hello.md';
  if (pages.includes(hello) || missing.some(({ file }) => file === hello)) return 'hello.md';
  const [page] = pages;
  return page?.includes(' ') ? `'${page}'` : page;
}

function packagesToAdd({ packageManager, dependencies }: Repository, version: string): readonly Step[] {
  if (packageManager === undefined) return [];
  const { add } = packageManager;
  return [
    ...(dependencies.has('runbook')
      ? []
      : [[`${add} ${releaseTarball(version)}`, 'the version that everybody gets'] as const]),
    ...(isOld(dependencies.get('vitest'))
      ? [[`${add} vitest@${leastVitest}`, 'the plugin needs it'] as const]
      : []),
  ];
}

function isOld(range: string | undefined): boolean {
  const major = /\d+/.exec(range ?? '')?.[0];
  return major !== undefined && Number(major) < leastVitest;
}
