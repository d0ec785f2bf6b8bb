import { dirname } from 'node:path';
import { secretValues } from '../mask/secret-values.ts';
import type { Plan } from '../model/plan.ts';
import type { Runbook } from '../model/runbook.ts';
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
    const written = Object.entries(runbook.meta.env).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : Object.values(value)).map((each) => ({ [name]: each })),
    );
    return [inherited, env, ...written].flatMap((variables) => secretValues(variables, where));
  });
}
