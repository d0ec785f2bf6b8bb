import { Argument, type Command, type Option } from 'commander';
import { loadRunbook } from '../../engine/load.ts';
import { diagnosticCodes } from '../../engine/model/codes.ts';
import type { Runbook } from '../../engine/model/runbook.ts';
import { readKubeconfig } from '../../targets/kubeconfig.ts';
import { type FoundFile, findAllFiles, findFilesOrLabs } from '../find-files.ts';
import type { Io } from '../io.ts';
import { reporterNames } from '../reporter-names.ts';
import { type Candidate, candidatesOf } from './candidate.ts';
import type { ReadWords } from './complete.ts';
import { pagesFrom, pathsFrom } from './paths.ts';

/** What surrounds a value: the command and the words before it. */
type Around = Pick<Io, 'cwd' | 'env'> & { readonly command: Command; readonly read: ReadWords };

type Values = (typed: string, around: Around) => readonly Candidate[] | Promise<readonly Candidate[]>;

/** Candidates for the value of an option or an argument: its choices, or what its name in the help stands for. */
export async function valuesOf(
  of: Argument | Option,
  typed: string,
  around: Around,
): Promise<readonly Candidate[]> {
  if (of.argChoices !== undefined) return candidatesOf(of.argChoices);
  const name = of instanceof Argument ? of.name() : (/<(.+?)(?:\.\.\.)?>/.exec(of.flags)?.[1] ?? '');
  const values = of instanceof Argument ? ofArguments[name] : ofOptions[name];
  // Whatever is wrong with what is there, a person at the prompt wants to type on.
  return (await Promise.resolve(values?.(typed, around)).catch(() => undefined)) ?? [];
}

/** By the argument's name. */
const ofArguments: Readonly<Record<string, Values>> = {
  file: async (typed, around) => candidatesOf(pagesFrom(typed, around)),
  document: async (typed, around) => candidatesOf(pathsFrom(typed, around)),
  code: async () => Object.entries(diagnosticCodes).map(([value, description]) => ({ value, description })),
};

/** By what stands between the angle brackets of the option. */
const ofOptions: Readonly<Record<string, Values>> = {
  file: async (typed, around) => candidatesOf(pathsFrom(typed, around)),
  bash: async (typed, around) => candidatesOf(pathsFrom(typed, around)),
  step: async (_, { cwd, read }) => runbooksNamed(read.operands, cwd).flatMap(stepsOf),
  'name[=file]': async (typed, around) => {
    const [name = '', file] = typed.split('=', 2);
    if (file === undefined) return candidatesOf(reporterNames);
    return candidatesOf(pathsFrom(file, around).map((path) => `${name}=${path}`));
  },
  'VAR=context': async (typed, { cwd, env, read }) => {
    const [variable = ''] = typed.split('=', 1);
    if (typed.includes('='))
      return candidatesOf(readKubeconfig(env).contexts.map(({ name }) => `${variable}=${name}`));
    return runbooksNamed(read.operands, cwd).flatMap(({ meta }) =>
      Object.entries(meta.clusters).map(([name, context]) => ({ value: `${name}=`, description: context })),
    );
  },
  ms: async () => candidatesOf(['0', '20', 'realistic']),
  format: async () => {
    const { importFormats } = await import('../../engine/import/registry.ts');
    return Object.entries(importFormats).map(([value, { summary }]) => ({ value, description: summary }));
  },
};

/** The runbooks that were named, else all that are here; a word that names none is passed over. */
function runbooksNamed(names: readonly string[], cwd: string): readonly Runbook[] {
  const files = names.length > 0 ? names.flatMap((name) => filesCalled(name, cwd)) : findAllFiles(cwd);
  return files.map((file) => loadRunbook(file).runbook);
}

function filesCalled(name: string, cwd: string): readonly FoundFile[] {
  try {
    return findFilesOrLabs([name], cwd);
  } catch {
    return [];
  }
}

function stepsOf({ steps }: Runbook): readonly Candidate[] {
  return steps.flatMap(({ id, title, blocks }) => [
    { value: id, description: title },
    ...blocks.map((block) => ({ value: block.id, description: title })),
  ]);
}
