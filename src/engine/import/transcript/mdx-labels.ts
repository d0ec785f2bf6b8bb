import { quote } from '../../shell/quote.ts';
import type { FenceSource } from '../fence-source.ts';
import type { FenceOptions } from '../fence-text.ts';
import type { OutputRules } from './checks.ts';

/** What the labels of a block say: options of its fence, commands above its own, and how its output is meant. */
export type MdxBlock = {
  readonly options: FenceOptions;
  readonly head: readonly string[];
  readonly meaning: OutputRules['meaning'];
  /** What could not be taken over, in sentences. */
  readonly left: readonly string[];
};

/** The labels behind the language of a fence: `sh non-deterministic=output,dir=src`. */
export function labelsBehind({ infoAt, language }: FenceSource): readonly string[] {
  const text = infoAt.text.slice(language.length).trim();
  return text.startsWith('{') ? [] : (text.match(/(?:[^\s,"]|"[^"]*")+/g) ?? []);
}

type Part = {
  readonly options?: FenceOptions;
  readonly head?: string;
  readonly meaning?: 'example';
  readonly left?: string;
};

/** Reads labels. Those that make a block depend on a version, on a package or on a file leave it out. */
export function readLabels(labels: readonly string[]): MdxBlock {
  const parts = labels.map(readLabel);
  const options = Object.assign({}, ...parts.map((part) => part.options)) as FenceOptions;
  const shown = options.skip !== undefined || parts.some(({ meaning }) => meaning === 'example');
  return {
    options,
    head: parts.flatMap(({ head }) => head ?? []),
    meaning: shown ? 'example' : 'exact',
    left: parts.flatMap(({ left }) => left ?? []),
  };
}

function readLabel(label: string): Part {
  const [, key = label, value = ''] = /^([\w-]+?)(?:[<>]?=|[<>])(.*)$/s.exec(label) ?? [];
  const plain = value.replace(/^"(.*)"$/s, '$1');
  if (key === 'skip') return { options: { skip: 'skip in mdx' } };
  if (key === 'dir') return { options: { dir: plain } };
  if (key === 'non-deterministic')
    return plain === 'command' ? { options: { skip: `${label} in mdx` } } : { meaning: 'example' };
  const [, unset, name] = /^(un)?set-([A-Za-z_]\w*)$/.exec(key) ?? [];
  if (name !== undefined) return { head: unset ? `unset ${name}` : `export ${name}=${quote(plain)}` };
  if (/^(?:version|os_type|require-package|file|part)$/.test(key)) {
    const left = `mdx runs the block under a condition that nothing here can tell, \`${label}\`: it is shown and not run.`;
    return { options: { skip: `${label} in mdx` }, left };
  }
  return { left: `The label \`${label}\` of mdx has no counterpart and is left out.` };
}
