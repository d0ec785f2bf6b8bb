import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The entries of the package that have types, and what they are imported as. */
const entries: Readonly<Record<string, string>> = {
  'index.d.mts': 'runbook',
  'remark.d.mts': 'runbook/remark',
  'starlight.d.mts': 'runbook/starlight',
  'docusaurus.d.mts': 'runbook/docusaurus',
  'vitest.d.mts': 'runbook/vitest',
};

/**
 * What is public, as text to compare: every declaration of the built types in the order of their names, without comments
 * and without what the bundler makes up (names of chunks, aliases). A change of it is a change of the public API.
 */
export function apiReport(dist: string): string {
  const files = globSync('*.d.mts', { cwd: dist }).toSorted();
  const shared = files.filter((file) => !(file in entries));
  const own = Object.keys(entries).map((file) =>
    section(`import from '${entries[file]}'`, [join(dist, file)]),
  );
  const rest = section(
    'used by these',
    shared.map((file) => join(dist, file)),
  );
  return [...own, rest].join('\n');
}

function section(title: string, files: readonly string[]): string {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const declarations = texts
    .flatMap(declarationsOf)
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const exported = texts.flatMap((text, index) => (isEntry(files[index]) ? exportsOf(text) : []));
  const names = exported.length === 0 ? [] : [`exports ${exported.toSorted().join(', ')}`];
  return `${[`// ${title}`, ...names.map((line) => `// ${line}`), ...declarations].join('\n')}\n`;
}

function isEntry(file = ''): boolean {
  return basename(file) in entries;
}

/** Top-level declarations: each begins at the start of a line and ends before the next that does. */
function declarationsOf(text: string): readonly string[] {
  return withoutTables(text)
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
    .replace(/^\s*\/\/.*\n/gm, '')
    .split(/^(?=(?:declare|type|interface|import|export)\b)/m)
    .map((part) => part.trimEnd())
    .filter((part) => /^(?:declare|type|interface)\b/.test(part));
}

/** What diagnostics there are is a table, which grows without a change of the API. */
function withoutTables(text: string): string {
  return text.replace(/^(declare const diagnosticCodes: \{)[\s\S]*?^\}/m, '$1 … }');
}

function nameOf(declaration: string): string {
  return (
    /^(?:declare )?(?:abstract )?(?:type|interface|class|function|const) (\w+)/.exec(declaration)?.[1] ??
    declaration
  );
}

/** The names of `export { … }`, types included. */
function exportsOf(text: string): readonly string[] {
  const listed = /^export \{([^}]*)\};?$/m.exec(text)?.[1] ?? '';
  return listed
    .split(',')
    .map((name) =>
      name
        .trim()
        .replace(/^.* as /, '')
        .replace(/^type /, ''),
    )
    .filter((name) => name !== '');
}
