import { dirname } from 'node:path';
import { secretValues } from '../mask/secret-values.ts';
import type { Plan } from '../model/plan.ts';
import type { Runbook } from '../model/runbook.ts';
import { blocksOf, statementsOf } from '../model/statements.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import { isLiteral, type ShellWord } from '../shell/words.ts';
import type { RunOptions } from './options.ts';

/** Names of variables that were said to be secret, by a runbook or for the whole run. */
export function declaredSecrets(
  { meta }: Runbook,
  { mask = [] }: Pick<RunOptions, 'mask'>,
): readonly string[] {
  return [...meta.secrets, ...mask];
}

/** Secrets that are known before anything runs: of the environment, of this run's variables, of front matter. */
export function givenSecrets(
  { runbooks }: Plan,
  options: Pick<RunOptions, 'env' | 'inherited' | 'mask'>,
): readonly string[] {
  const { env = {}, inherited = process.env } = options;
  return runbooks.flatMap(({ runbook }) => {
    const where = { declared: declaredSecrets(runbook, options), folder: dirname(runbook.source.path) };
    const declared = Object.entries(runbook.meta.env).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : Object.values(value)).map((each) => ({ [name]: each })),
    );
    return [inherited, env, ...declared, ...writtenIn(runbook)].flatMap((variables) =>
      secretValues(variables, where),
    );
  });
}

/** Builtins that set the variables which their words name. */
const declarations: ReadonlySet<string> = new Set(['declare', 'export', 'local', 'readonly', 'typeset']);

/** Variables to which a page gives values that stand in it, also for one command or in a subshell. */
function writtenIn(runbook: Runbook): readonly Readonly<Record<string, string>>[] {
  const scripts = statementsOf(blocksOf(runbook)).flatMap(({ action }) =>
    action.kind === 'shell' && action.script.includes('=') ? [action.script] : [],
  );
  return scripts
    .flatMap(simpleCommands)
    .flatMap(({ name = '', words, assignments, via }) => [
      ...assignments
        .filter(({ value }) => isLiteral(value))
        .map((each) => ({ [each.name]: each.value.value })),
      ...[...(declarations.has(name) ? words : []), ...via.flatMap((wrapper) => wrapper.words)].flatMap(
        pairIn,
      ),
    ]);
}

function pairIn(word: ShellWord): readonly Readonly<Record<string, string>>[] {
  const [, name, value] = /^([A-Za-z_]\w*)\+?=(.*)$/s.exec(isLiteral(word) ? word.value : '') ?? [];
  return name === undefined || value === undefined ? [] : [{ [name]: value }];
}
