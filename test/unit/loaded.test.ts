import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is loaded with some files of `src/`: files by their path there, packages and modules of Node by name. */
function loadedWith(...paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    if (/\.tsx?$/.test(path)) waiting.push(...importsOf(path));
  }
  return [...found].toSorted();
}

function importsOf(path: string): readonly string[] {
  const text = readFileSync(join(root, 'src', path), 'utf8');
  const lines = text.matchAll(/^(?:import|export)(?! type\b)[^;']*?\bfrom '([^']+)'|^import '([^']+)'/gm);
  return [...lines].map(([, from = '', bare = from]) =>
    bare.startsWith('.') ? normalize(join(dirname(path), bare)) : bare,
  );
}

const isPackage = (name: string): boolean => !/\.(?:tsx?|json)$|^node:/.test(name);

describe('starting takes no longer than it must, since', () => {
  test('the command line is read without what any one command does', () => {
    const loaded = loadedWith('cli/main.ts');
    expect(loaded).toContain('cli/commands/exec.ts');
    expect(loaded.filter(isPackage)).toEqual(['commander', 'fast-string-width']);
    const engine = loaded.filter(
      (path) => path.startsWith('engine/') && !path.startsWith('engine/diagnostics/'),
    );
    expect(engine).toEqual([
      'engine/export/registry.ts',
      'engine/model/codes.ts',
      'engine/parse/duration.ts',
      'engine/product-version.ts',
    ]);
  });

  test('a page that runs nothing is read and reported without a shell, a cluster or the terminal UI', () => {
    const loaded = loadedWith(
      'cli/main.ts',
      'cli/exec/run-files.ts',
      'cli/exec/conduct-one.ts',
      'engine/run/run.ts',
    );
    expect(loaded).toContain('engine/parse/markdown-tree.ts');
    const heavy =
      /^(?:engine\/(?:execute|kube)|sandbox|tui)\/|^(?:execa|ink|react|@kubernetes\/client-node)$/;
    expect(loaded.filter((path) => heavy.test(path))).toEqual([
      // Data and pure functions.
      'engine/kube/manifest.ts',
      'engine/kube/open-clients.ts',
      'engine/kube/standing.ts',
    ]);
    const node = [
      'node:child_process',
      'node:crypto',
      'node:fs/promises',
      'node:http',
      'node:https',
      'node:net',
    ];
    expect(loaded.filter((path) => node.includes(path))).toEqual([]);
  });

  test('simulated clusters that nobody asks are neither made nor loaded', () => {
    const loaded = loadedWith('sandbox/sandbox.ts');
    expect(
      loaded.filter((path) => /^sandbox\/(?:controllers|kubernetes|mesh|seed|workloads)\//.test(path)),
    ).toEqual([]);
  });
});
