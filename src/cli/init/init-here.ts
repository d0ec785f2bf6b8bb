import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { harmless } from '../../engine/diagnostics/printable.ts';
import { counted } from '../../engine/report/style.ts';
import { cannotWrite } from '../cannot-write.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { say } from '../say.ts';
import { usageError } from '../usage-error.ts';
import { repositoryAt } from './repository.ts';
import { type Choice, type NewFile, type Survey, survey } from './survey.ts';
import { surveyText } from './survey-text.ts';
import { whatNext } from './what-next.ts';

export type InitOptions = Partial<Choice> & { readonly yes?: true; readonly dryRun?: true };

/**
 * Shows what a repository lacks to have runbooks, and writes it where that is wanted. What is there stays.
 * @returns The code to exit with.
 */
export async function initHere(options: InitOptions, version: string, io: Io): Promise<number> {
  const repository = repositoryAt(io);
  const found = survey(repository, choiceOf(options), version);
  const { missing, own } = found;
  io.out.write(harmless(surveyText(found, io.out), io.out));
  if (missing.length > 0) {
    const code = await codeWithoutWriting(missing.length, options, io);
    if (code !== undefined) return code;
  }
  io.out.write(missing.length > 0 ? '\n' : nothingToWrite(own));
  for (const file of missing) writeNew(file, io);
  io.out.write(whatNext(repository, missing, version, io.out));
  return exitCodes.passed;
}

function choiceOf({ with: wanted = [], without = [] }: InitOptions): Choice {
  const both = wanted.find((name) => without.includes(name));
  if (both !== undefined) throw usageError(`\`${both}\` is both wanted and not`, 'Name it once.');
  return { with: wanted, without };
}

function nothingToWrite(own: Survey['own']): string {
  return own.length === 0 ? '\nEverything is there.\n' : '\nThere is nothing to write.\n';
}

/**
 * What to exit with when nothing is to be written; undefined when everything is.
 * @throws RunbookError when nobody has said which.
 */
async function codeWithoutWriting(count: number, options: InitOptions, io: Io): Promise<number | undefined> {
  const files = counted(count, 'file');
  if (options.dryRun) {
    say(io.out, `\nNothing was written (\`--dry-run\`): it would be ${files}.`);
    return exitCodes.passed;
  }
  if (options.yes) return undefined;
  const answer = await io.ask(`\nWrite ${files}? [y/N] `);
  if (io.interruptions.first.aborted) return exitCodes.interrupted;
  if (answer === undefined) {
    const hint = `\`--yes\` writes the ${files}.`;
    throw usageError('Nothing was written: there is no terminal to ask in', hint);
  }
  if (/^y(?:es)?$/i.test(answer.trim())) return undefined;
  io.out.write('Nothing was written.\n');
  return exitCodes.passed;
}

/** Never over a file, nor through a link: what has come there meanwhile stays too. */
function writeNew({ file, path, text }: NewFile, io: Io): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw cannotWrite(
      `\`${file}\` cannot be written`,
      error,
      'Make room for it, and run `runbook init` again: it goes on where it stopped.',
    );
  }
  say(io.out, `wrote ${file}`);
}
