import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const files = globSync('.github/{workflows,actions}/**/*.yml', { cwd: root }).toSorted();

describe('workflows', () => {
  it.for(files)(
    '%s runs actions by the hash of a commit, since a tag can be moved, and says which version',
    (file) => {
      const used = [...read(file).matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action = '']) => action);
      expect(used.length).toBeGreaterThan(0);
      const loose = used.filter(
        (action) => !/^(?:\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/.test(action),
      );
      expect(loose).toEqual([]);
    },
  );

  it.for(files.filter((file) => file.includes('workflows')))(
    '%s may only read unless a job says more',
    (file) => {
      expect(parse(read(file)).permissions).toEqual({ contents: 'read' });
    },
  );
});

test('a release publishes what was tested, packed and attested, and nothing that was packed again', () => {
  const { on, jobs } = parse(read('.github/workflows/release.yml'));
  expect(on).toEqual({ push: { tags: ['v*'] } });
  expect(jobs.pack.needs).toBe('test');
  expect([jobs.github.needs, jobs.npm.needs]).toEqual(['pack', 'pack']);
  const runs = (job: string): string =>
    jobs[job].steps.map(({ run = '' }: { readonly run?: string }) => run).join('\n');
  expect(runs('pack')).toContain('npm run pack');
  for (const job of ['github', 'npm']) expect(runs(job)).not.toMatch(/npm (?:ci|run|pack)/);
});
