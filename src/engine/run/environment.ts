import { delimiter } from 'node:path';
import { type GivenInputs, inputVariables } from '../inputs/input-values.ts';
import type { Runbook } from '../model/runbook.ts';
import type { OpenTarget } from '../model/target.ts';
import type { RunOptions } from './options.ts';

/** The environment of a runbook's session in a run. */
export function environmentOf(
  runbook: Runbook,
  open: OpenTarget,
  { env = {}, inputs = {}, inherited = process.env }: Pick<RunOptions, 'env' | 'inherited' | 'inputs'>,
): Environment {
  const given = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return sessionEnvironment(runbook, open, { inherited: Object.fromEntries(given), asked: env, inputs });
}

type Environment = Readonly<Record<string, string>>;

/**
 * What a runbook's session starts with, later ones winning: the caller's environment, the front matter's `env` (for
 * this target, or for all), the chosen contexts, what the target needs, what the user gave for this run, and the
 * page's inputs.
 */
function sessionEnvironment(
  runbook: Runbook,
  open: OpenTarget,
  given: { readonly inherited: Environment; readonly asked: Environment; readonly inputs: GivenInputs },
): Environment {
  const contexts = open.facts.clusters.map(({ variable, context }) => [variable, context] as const);
  return {
    ...given.inherited,
    ...declared(runbook, open.facts.name, given.inherited),
    ...Object.fromEntries(contexts),
    ...open.env,
    KUBECONFIG: open.kubeconfig,
    PATH: [...open.path, given.inherited.PATH ?? ''].filter(Boolean).join(delimiter),
    RUNBOOK_DOC: runbook.source.path,
    ...given.asked,
    ...inputVariables(runbook, { ...given.asked, ...given.inputs }),
  };
}

/** A plain value is a default, which the caller's environment overrides; a value for one target is that target's. */
function declared(runbook: Runbook, target: string, inherited: Environment): Environment {
  const entries = Object.entries(runbook.meta.env).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string') return [[name, inherited[name] ?? value]];
    const own = value[target];
    return own === undefined ? [] : [[name, own]];
  });
  return Object.fromEntries(entries);
}
