import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { counted, painter } from '../../engine/report/style.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { usageError } from '../usage-error.ts';
import { type Repository, repositoryAt } from './repository.ts';
import { type Choice, type NewFile, type Survey, survey } from './survey.ts';
import { surveyText } from './survey-text.ts';

export type InitOptions = Partial<Choice> & { readonly yes?: true; readonly dryRun?: true };

/**
 * Shows what a repository lacks to have runbooks, and writes it where that is wanted. What is there stays.
 * @returns The code to exit with.
 */
export async function initHere(options: InitOptions, version: string, io: Io): Promise<number> {
  const { with: wanted = [], without = [] } = options;
  const both = wanted.find((name) => without.includes(name));
  if (both !== undefined) throw usageError(`\`${both}\` is both wanted and not`, 'Name it once.');
  const repository = repositoryAt(io);
  const found = survey(repository, { with: wanted, without }, version);
  io.out.write(surveyText(found, io.out));
  const { missing } = found;
  if (missing.length === 0) return nothingToWrite(found, repository, io);
  const files = counted(missing.length, 'file');
  if (options.dryRun) {
    io.out.write(`\nNothing was written (\`--dry-run\`): it would be ${files}.\n`);
    return exitCodes.passed;
  }
  if (!options.yes) {
    const answer = await io.ask(`\nWrite ${files}? [y/N] `);
    if (io.interruptions.first.aborted) return exitCodes.interrupted;
    if (answer === undefined)
      throw usageError(
        'Nothing was written: there is no terminal to ask in',
        `\`--yes\` writes the ${files}.`,
      );
    if (!/^y(?:es)?$/i.test(answer.trim())) {
      io.out.write('Nothing was written.\n');
      return exitCodes.passed;
    }
  }
  io.out.write('\n');
  for (const file of missing) writeNew(file, io);
  io.out.write(whatNext(repository, io));
  return exitCodes.passed;
}

function nothingToWrite({ own }: Survey, repository: Repository, io: Io): number {
  io.out.write(own.length === 0 ? '\nEverything is there.\n' : '\nThere is nothing to write.\n');
  io.out.write(whatNext(repository, io));
  return exitCodes.passed;
}

/** Never over a file, nor through a link: what has come there meanwhile stays too. */
function writeNew({ file, path, text }: NewFile, io: Io): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/, \w+(?: '.*')?$/, '') : String(error);
    throw usageError(
      `\`${file}\` cannot be written: ${why}`,
      'Make room for it, and run `runbook init` again: it goes on where it stopped.',
    );
  }
  io.out.write(`wrote ${file}\n`);
}

/** The major version of vitest that the plugin is for. */
const leastVitest = 5;

function isOld(range: string | undefined): boolean {
  const major = /\d+/.exec(range ?? '')?.[0];
  return major !== undefined && Number(major) < leastVitest;
}

function whatNext({ packageManager, dependencies, pages }: Repository, { out }: Io): string {
  const run = packageManager?.run ?? 'npx runbook';
  const page = pages.length === 0 || pages.includes('runbooks/hello.md') ? 'hello.md' : pages[0];
  const steps: readonly (readonly [command: string, meaning: string])[] = [
    ...(packageManager === undefined || dependencies.has('runbook')
      ? []
      : [[`${packageManager.add} runbook`, 'the version that everybody gets'] as const]),
    ...(packageManager !== undefined && isOld(dependencies.get('vitest'))
      ? [[`${packageManager.add} vitest@${leastVitest}`, 'the plugin needs it'] as const]
      : []),
    [`${run} exec ${page}`, 'run the page'],
    [`${run} check`, 'find mistakes without running anything'],
    ...(dependencies.has('vitest') ? [['npx vitest run', 'each step is a test'] as const] : []),
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  const lines = steps.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`);
  return `\n${[painter(out.color)('bold', 'Next'), ...lines].join('\n')}\n`;
}
