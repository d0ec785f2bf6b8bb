import { RunbookError } from '../../engine/diagnostics/error.ts';
import { nearest } from '../../engine/diagnostics/nearest.ts';
import { inputFault } from '../../engine/inputs/input-fault.ts';
import { inputFaults } from '../../engine/inputs/input-faults.ts';
import { type GivenInputs, inputValue } from '../../engine/inputs/input-values.ts';
import { namedInputs } from '../../engine/inputs/named-inputs.ts';
import type { Input } from '../../engine/model/input.ts';
import type { Runbook } from '../../engine/model/runbook.ts';
import type { Io } from '../io.ts';
import type { Pairs } from '../options.ts';
import type { Planned } from '../prepare.ts';
import { say } from '../say.ts';
import { usageError } from '../usage-error.ts';
import { askFor } from './ask-for.ts';
import { readInputsFile } from './read-inputs-file.ts';

/** What the command line says of inputs. */
export type InputOptions = {
  /** `--set NAME=value` */
  readonly set?: Pairs;
  /** A file of values: `--inputs values.yaml` */
  readonly inputs?: string;
  readonly env?: Pairs;
  /** What an earlier run was given. */
  readonly before?: Pairs;
};

/** How often a person may answer with what is no value. */
const tries = 3;

/**
 * The values of the inputs of all pages that will run: `--set`, `--env`, `RUNBOOK_INPUT_NAME`, the file, then what a
 * person at the terminal answers. Defaults aren't among them, but where somebody was asked.
 * @throws RunbookError when one has no value, or one that it may not have.
 */
export async function settleInputs(
  planned: readonly Planned[],
  options: InputOptions,
  io: Io,
  { asks }: { readonly asks: boolean },
): Promise<GivenInputs> {
  const runbooks = planned.flatMap(({ plan }) => plan.runbooks.map(({ runbook }) => runbook));
  const given = givenInputs(runbooks, options, io);
  const answered = asks && io.hasKeyboard() ? await askAll(runbooks, given, io) : given;
  const faults = inputFaults(runbooks, answered);
  if (faults.length > 0) throw new RunbookError(faults);
  return answered;
}

/** What was given before anybody is asked. */
export function givenInputs(runbooks: readonly Runbook[], options: InputOptions, io: Io): GivenInputs {
  const declared = new Set(runbooks.flatMap(({ meta }) => meta.inputs.map(({ name }) => name)));
  const { set = {}, env = {}, before = {} } = options;
  refuseUnknown(set, [...declared]);
  const file = options.inputs === undefined ? {} : readInputsFile(options.inputs, io.cwd);
  const all = { ...before, ...file, ...namedInputs(io.env), ...env, ...set };
  return Object.fromEntries(Object.entries(all).filter(([name]) => declared.has(name)));
}

function refuseUnknown(set: Pairs, declared: readonly string[]): void {
  const unknown = Object.keys(set).find((name) => !declared.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, declared);
  const names = declared.length === 0 ? 'No page declares any.' : `The inputs are: ${declared.join(', ')}.`;
  throw usageError(
    `No page of this run has an input \`${unknown}\``,
    near === undefined ? names : `Did you mean \`--set ${near}=…\`?`,
  );
}

/** Asks for what nobody gave, once for each name. */
async function askAll(runbooks: readonly Runbook[], given: GivenInputs, io: Io): Promise<GivenInputs> {
  const values: Record<string, string> = { ...given };
  for (const input of runbooks.flatMap(({ meta }) => meta.inputs)) {
    if (Object.hasOwn(values, input.name)) continue;
    const value = await askUntilRight(input, io);
    if (value === undefined) break;
    values[input.name] = value;
  }
  return values;
}

/** @returns Undefined when nobody answers any more. */
async function askUntilRight(input: Input, io: Io): Promise<string | undefined> {
  for (let left = tries; left > 0; left -= 1) {
    const answer = await askFor(input, io);
    if (answer === undefined) return undefined;
    const value = answer === '' ? inputValue(input, {}) : answer;
    const wrong = value === undefined ? 'it may not be empty' : inputFault(input, value);
    if (wrong === undefined) return value;
    say(io.err, `  Not this: ${wrong}.`);
  }
  return undefined;
}
