import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { targetNames } from '../targets/target-name.ts';

/**
 * `reporters` is `--reporter`, each entry one; `journal` a folder in which each run has a journal; the others are called
 * what their options are.
 */
type Key = 'clusters' | 'journal' | 'mask' | 'protect' | 'reporters' | 'target';

type Form = 'target' | 'text' | 'text map' | 'text list';

/** Every key, with the form of its value and the option that it stands for. */
const keys: Readonly<Record<Key, { readonly form: Form; readonly option: string }>> = {
  clusters: { form: 'text map', option: 'configuredClusters' },
  journal: { form: 'text', option: 'journalFolder' },
  mask: { form: 'text list', option: 'mask' },
  protect: { form: 'text list', option: 'protect' },
  reporters: { form: 'text list', option: 'reporter' },
  target: { form: 'target', option: 'target' },
};

/** A value for an option of a command. */
type Setting = { readonly option: string; readonly value: unknown };

/** Reads the file. @throws RunbookError with the places of everything that is wrong in it. */
export function readConfiguration(path: string, cwd: string): readonly Setting[] {
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
  const found: Setting[] = [];
  for (const pair of isMap(contents) ? contents.items : []) {
    const fault = faultOf(pair);
    if (fault === undefined)
      found.push({ option: keys[String(pair.key) as Key].option, value: toJs(pair.value) });
    else complain(fault.message, fault.hint, ...placeOf(fault.at));
  }
  if (diagnostics.length > 0) throw new RunbookError(diagnostics);
  return found;
}

type Fault = { readonly message: string; readonly hint: string; readonly at: unknown };

function faultOf({ key, value }: Pair): Fault | undefined {
  const name = isScalar(key) ? String(key.value) : '';
  const known = Object.hasOwn(keys, name) ? keys[name as Key] : undefined;
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
    case 'text':
      if (typeof js === 'string' && js !== '') return undefined;
      return { message: `\`${name}\` is no text`, hint: `Write \`${name}: journals\`.`, at: value };
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
