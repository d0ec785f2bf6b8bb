import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from './build-site.ts';

const root = fileURLToPath(new URL('../../docs-site/', import.meta.url));

/** Addresses on the site itself that lead to no file, as `page: address`. */
function deadAddresses(folder: string, base: string): readonly string[] {
  return globSync('**/*.html', { cwd: folder }).flatMap((name) => {
    const html = readFileSync(join(folder, name), 'utf8');
    // Those of tags: what a page printed may have addresses in it, too.
    const tags = [...html.matchAll(/<[a-z][^<>]*>/g)].map(([tag]) => tag).join('');
    const addresses = [...tags.matchAll(/ (?:href|src)="(\/[^"#?]*)/g)].map(([, address = '']) => address);
    const isDead = (address: string) => {
      if (!address.startsWith(`${base}/`)) return true;
      const file = decodeURI(address.slice(base.length + 1));
      return !existsSync(join(folder, file === '' || file.endsWith('/') ? `${file}index.html` : file));
    };
    return addresses.filter(isDead).map((address) => `${name}: ${address}`);
  });
}

it('under /runbook every address leads to a file', () => {
  expect(deadAddresses(`${root}dist`, '/runbook')).toEqual([]);
});

describe('at the root of a host, for a repository', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runbook-site-'));
    const env = {
      DOCS_SITE: 'https://docs.example.org',
      DOCS_BASE: '',
      DOCS_REPOSITORY: 'https://github.com/example/runbook',
    };
    const build = await buildSite(root, { env, flags: ['--outDir', folder] });
    expect(build.code, build.printed).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('every address leads to a file', () => {
    expect(deadAddresses(folder, '')).toEqual([]);
  });

  it('machines are told of the host', () => {
    const text = readFileSync(join(folder, 'llms.txt'), 'utf8');
    expect(text).toContain('(https://docs.example.org/labs/lab2.md)');
    expect(readFileSync(join(folder, 'sitemap-0.xml'), 'utf8')).toContain(
      'https://docs.example.org/labs/lab2/',
    );
  });

  it('a page leads to its source', () => {
    const edit = 'https://github.com/example/runbook/edit/main/';
    const page = (name: string) => readFileSync(join(folder, name, 'index.html'), 'utf8');
    expect(page('labs/lab2')).toContain(`href="${edit}runbooks/labs/lab2.md"`);
    expect(page('guide/start')).toContain(`href="${edit}docs-site/src/content/docs/guide/start.md"`);
  });
});
