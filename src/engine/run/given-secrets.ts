import { dirname } from 'node:path';
import { inputVariables } from '../inputs/input-values.ts';
import { secretValues } from '../mask/secret-values.ts';
import type { Plan } from '../model/plan.ts';
import type { Runbook } from '../model/runbook.ts';
import { blocksOf, statementsOf } from '../model/statements.ts';
import { rangeOf } from '../shell/place.ts';
import { walkShell } from '../shell/walk.ts';
import { isLiteral, readWord } from '../shell/words.ts';
import type { RunOptions } from './options.ts';

/** Names of variables that were said to be secret, by a runbook or for the whole run. */
export function declaredSecrets(
  { meta }: Runbook,
  { mask = [] }: Pick<RunOptions, 'mask'>,
): readonly string[] {
  const inputs = meta.inputs.filter(({ secret }) => secret).map(({ name }) => name);
  return [...meta.secrets, ...inputs, ...mask];
}

/** Secrets that are known before anything runs: of the environment, of this run's variables, of front matter. */
export function givenSecrets(
  { runbooks }: Plan,
  options: Pick<RunOptions, 'env' | 'inherited' | 'inputs' | 'mask'>,
): readonly string[] {
  const { env = {}, inputs = {}, inherited = process.env } = options;
  return runbooks.flatMap(({ runbook }) => {
    const where = { declared: declaredSecrets(runbook, options), folder: dirname(runbook.source.path) };
    const declared = Object.entries(runbook.meta.env).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : Object.values(value)).map((each) => ({ [name]: each })),
    );
    const asked = inputVariables(runbook, { ...env, ...inputs });
    return [inherited, env, asked, ...declared, ...writtenIn(runbook)].flatMap((variables) =>
      secretValues(variables, where),
    );
  });
}

/** Of what only looks like an assignment (`curl -d passwd=jason`) a plain word is no secret, but may be anywhere. */
function isTelling(value: string): boolean {
  return value.length >= 12 || /[^A-Za-z]/.test(value);
}

/** Variables to which a page gives values that stand in it, also for one command or in a subshell. */
function writtenIn(runbook: Runbook): readonly Readonly<Record<string, string>>[] {
  const scripts = statementsOf(blocksOf(runbook)).flatMap(({ action }) =>
    action.kind === 'shell' && action.script.includes('=') ? [action.script] : [],
  );
  const written: Record<string, string>[] = [];
  for (const script of scripts) {
    walkShell(script, (node, place) => {
      if (node.type !== 'Word' && node.type !== 'Assignment') return;
      const word = readWord(node, rangeOf(node, place));
      const [, name, value] = /^([A-Za-z_]\w*)\+?=(.*)$/s.exec(isLiteral(word) ? word.value : '') ?? [];
      if (name === undefined || value === undefined) return;
      if (node.type === 'Assignment' || isTelling(value)) written.push({ [name]: value });
    });
  }
  return written;
}
