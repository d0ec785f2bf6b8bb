import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => ({ path, text: readFileSync(join(root, path), 'utf8') });

/** What a file takes from others by name, as `path name`. */
function taken({ path, text }: { readonly path: string; readonly text: string }): readonly string[] {
  const at = (target: string) => normalize(join(dirname(path), target));
  const statically = [...text.matchAll(/^(?:import|export) (?:type )?\{([^}]*)\} from '(\.[^']+)'/gm)];
  const dynamically = [...text.matchAll(/\{([^{}]*)\} = await import\(\s*'(\.[^']+)'/g)];
  const whole = [...text.matchAll(/^import \* as (\w+) from '(\.[^']+)'/gm)].flatMap(
    ([, name = '', target = '']) =>
      [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, own]) => `${at(target)} ${own}`),
  );
  const named = [...statically, ...dynamically].flatMap(([, names = '', target = '']) =>
    names.split(',').map((name) => {
      const [own = ''] = name
        .trim()
        .replace(/^type /, '')
        .split(/ as |:/);
      return `${at(target)} ${own}`;
    }),
  );
  return [...named, ...whole];
}

test('what a file exports, another one uses', () => {
  const used = new Set(
    globSync(['src/**/*.{ts,tsx}', 'test/**/*.ts', 'docs-site/*.ts'], { cwd: root }).map(read).flatMap(taken),
  );
  const exported = globSync('src/**/*.{ts,tsx}', { cwd: root })
    .map(read)
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async )?(?:const|function\*?|class|type) (\w+)/gm)].map(
        ([, name]) => `${path} ${name}`,
      ),
    );
  expect(exported.length).toBeGreaterThan(500);
  expect(exported.filter((name) => !used.has(name)).toSorted()).toEqual([]);
});
