import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { targetNames } from '../targets/target-name.ts';
import type { Io } from './io.ts';

/**
 * The name of the file with a project's settings: YAML, as pages have it at their top, so that projects without Node
 * have it too, and nothing of a stranger's project is run to read it.
 */
const configurationName = 'runbook.config.yaml';

/** What stands in the file, by the options that it sets: `reporters` is `--reporter`, each entry one. */
type Configuration = {
  readonly target?: string;
  readonly clusters?: Readonly<Record<string, string>>;
  readonly reporters?: readonly string[];
  readonly mask?: readonly string[];
  readonly protect?: readonly string[];
};

type Form = 'target' | 'text map' | 'text list';

/** Every key, with the form of its value and the option that it stands for. */
const keys: Readonly<Record<keyof Configuration, { readonly form: Form; readonly option: string }>> = {
  clusters: { form: 'text map', option: 'configuredClusters' },
  mask: { form: 'text list', option: 'mask' },
  protect: { form: 'text list', option: 'protect' },
  reporters: { form: 'text list', option: 'reporter' },
  target: { form: 'target', option: 'target' },
};

/**
 * Gives a command the values of the configuration file for options that neither the command line nor a variable of the
 * environment has set.
 * @throws RunbookError with the places of everything that is wrong in the file.
 */
export function configure(command: Command, io: Io): void {
  const file = findConfiguration(io.cwd);
  if (file === undefined) return;
  const configuration = readConfiguration(file, io.cwd);
  for (const [key, { option }] of Object.entries(keys)) {
    const value = configuration[key as keyof Configuration];
    const source = command.getOptionValueSource(option);
    // A process that runs one file of many reports to the process that started it alone.
    if (option === 'reporter' && command.getOptionValue('asPart')) continue;
    if (value === undefined || (source !== undefined && source !== 'default')) continue;
    command.setOptionValueWithSource(option, value, 'config');
  }
}

/** The file in this folder or the nearest above it, up to the top of the repository. */
function findConfiguration(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, configurationName);
    if (existsSync(file)) return file;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

function readConfiguration(path: string, cwd: string): Configuration {
  const text = readFileSync(path, 'utf8');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const diagnostics: Diagnostic[] = [];
  const complain = (message: string, hint: string, from: number, to: number): void => {
    const position = (offset: number) => {
      const { line, col } = lines.linePos(offset);
      return { line, column: col, offset };
    };
    const span = { file: relative(cwd, path) || path, start: position(from), end: position(to) };
    diagnostics.push({ code: 'cli/bad-configuration', severity: 'error', message, hint, span });
  };
  const [error] = document.errors;
  if (error !== undefined)
    complain(`This is no YAML: ${error.message.split('\n')[0]}`, 'Fix it as YAML.', ...error.pos);
  const { contents } = document;
  if (error === undefined && contents !== null && !isMap(contents))
    complain('The file is no map', `Its keys are ${Object.keys(keys).join(', ')}.`, ...placeOf(contents));
  const found: Record<string, unknown> = {};
  for (const pair of isMap(contents) ? contents.items : []) {
    const fault = faultOf(pair);
    if (fault === undefined) found[String(pair.key)] = toJs(pair.value);
    else complain(fault.message, fault.hint, ...placeOf(fault.at));
  }
  if (diagnostics.length > 0) throw new RunbookError(diagnostics);
  return found;
}

type Fault = { readonly message: string; readonly hint: string; readonly at: unknown };

function faultOf({ key, value }: Pair): Fault | undefined {
  const name = isScalar(key) ? String(key.value) : '';
  const known = Object.hasOwn(keys, name) ? keys[name as keyof Configuration] : undefined;
  if (known === undefined) {
    const near = nearest(name, Object.keys(keys));
    const hint = near ? `Did you mean \`${near}\`?` : `The keys are ${Object.keys(keys).join(', ')}.`;
    return { message: `Unknown key \`${name}\``, hint, at: key };
  }
  const js = toJs(value);
  switch (known.form) {
    case 'target':
      if (targetNames.some((target) => target === js)) return undefined;
      return { message: '`target` is none', hint: `Write ${targetNames.join(', ')}.`, at: value };
    case 'text map':
      if (isMap(value) && Object.values(js as object).every((item) => typeof item === 'string'))
        return undefined;
      return {
        message: `\`${name}\` is no map of texts`,
        hint: `Write \`${name}: { CLUSTER1: my-context }\`.`,
        at: value,
      };
    case 'text list':
      if (isSeq(value) && (js as readonly unknown[]).every((item) => typeof item === 'string'))
        return undefined;
      return { message: `\`${name}\` is no list of texts`, hint: `Write \`${name}: ["…"]\`.`, at: value };
    default:
      return known.form satisfies never;
  }
}

function toJs(node: unknown): unknown {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.toJSON() : undefined;
}

function placeOf(node: unknown): [number, number] {
  const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
  return range ? [range[0], range[1]] : [0, 1];
}
