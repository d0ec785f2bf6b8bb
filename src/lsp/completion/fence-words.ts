import { CompletionItemKind } from 'vscode-languageserver/node';
import { type FenceKind, optionTable } from '../../engine/parse/option-table.ts';
import type { OpenPage } from '../open-page.ts';
import type { Choice, Choices } from './choice.ts';

const languages: readonly (readonly [string, string])[] = [
  ['bash', 'Commands that run in the shell of the page.'],
  ['yaml apply', 'A manifest that is applied to a cluster.'],
  ['yaml assert', 'Objects that must be on a cluster, with at least these fields.'],
  ['output', 'What the block above prints, compared line by line. Empty, `--update` fills it.'],
  ['json output', 'What the block above prints, compared as JSON.'],
];

/** The language of a fence, its options and their values. */
export function fenceChoices({ page }: OpenPage, before: string): Choices | undefined {
  const [, info = ''] = /(?:`{3,}|~{3,})\s*(.*)$/.exec(before) ?? [];
  if (!/\s/.test(info)) return { begun: info, choices: languages.map(languageChoice) };
  const [, option, value] = /\s([\w-]+)=(\S*)$/.exec(info) ?? [];
  if (option !== undefined && value !== undefined)
    return { begun: value, choices: valuesOf(option, Object.keys(page.runbook.meta.clusters)) };
  const begun = /[\w-]*$/.exec(info)?.[0] ?? '';
  const there = new Set(info.split(/\s+/).map((word) => word.replace(/=.*$/, '')));
  const kinds = kindsOf(info);
  const choices = Object.entries(optionTable)
    .filter(([name, { on }]) => !there.has(name) && kinds.some((kind) => on.includes(kind)))
    .map(([name, rule]) => optionChoice(name, rule));
  return { begun, choices };
}

function languageChoice([label, documentation]: readonly [string, string]): Choice {
  return { label, kind: CompletionItemKind.Keyword, documentation };
}

function optionChoice(name: string, { form, summary }: (typeof optionTable)[string]): Choice {
  const takesValue = form !== 'flag' && form !== 'reason';
  return {
    label: name,
    text: takesValue ? `${name}=` : name,
    kind: CompletionItemKind.Property,
    documentation: `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
  };
}

/** What a fence may be, by what is written of it. */
function kindsOf(info: string): readonly FenceKind[] {
  const [language = '', ...words] = info.trim().split(/\s+/);
  if (/^(?:bash|sh|shell)$/.test(language)) return ['shell'];
  if (words.includes('assert')) return ['assert'];
  if (words.includes('apply')) return ['manifest'];
  if (language === 'output' || words.includes('output')) return ['output'];
  if (/^ya?ml$/.test(language)) return ['manifest', 'assert', 'file'];
  return language === 'json' ? ['output', 'file'] : ['program', 'file'];
}

function valuesOf(option: string, clusters: readonly string[]): readonly Choice[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    cluster: clusters.map((name) => `$${name}`),
    os: ['linux', 'macos', 'windows'],
    force: ['false'],
    timeout: ['30s', '2m', '10m'],
    within: ['30s', '1m', '2m'],
    for: ['10s', '30s'],
  };
  const own = Object.hasOwn(values, option) ? values[option] : undefined;
  return (own ?? []).map((label) => ({ label, kind: CompletionItemKind.Value }));
}
