import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Build, buildSite } from './build-site.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the site with other labs, and its guide reduced to headings. Paths begin at the repository's root. */
export type TemporarySite = {
  /** Where it is built into. */
  readonly dist: string;
  build(): Promise<Build>;
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** A file of the built site, as text. */
  built(path: string): Promise<string>;
  /** Absolute. */
  path(path: string): string;
  /** Takes away what builds left, so that the next one begins with nothing. */
  forget(): Promise<void>;
  close(): Promise<void>;
};

/** The labs are those of `test/fixtures/site/labs`. The folder is inside the repository, for the sake of packages. */
export async function temporarySite(): Promise<TemporarySite> {
  const folder = await mkdtemp(`${repository}.site-`);
  // Not what builds of the site have made, the lists of its runbooks among it.
  const made =
    /docs-site\/(?:dist|\.astro|node_modules|src\/assets|src\/content\/docs\/(?:kubernetes|labs|upstream)\.md)/;
  const own = (name: string) => !made.test(name);
  await cp(`${repository}docs-site`, `${folder}/docs-site`, { recursive: true, filter: own });
  for (const name of ['src', 'tsconfig.json']) await symlink(repository + name, `${folder}/${name}`);
  await cp(`${repository}test/fixtures/site/labs`, `${folder}/runbooks/labs`, { recursive: true });
  // The menu names the tutorial, which is no lab.
  await mkdir(`${folder}/runbooks/tutorial`);
  await writeFile(`${folder}/runbooks/tutorial/first-page.md`, tutorial);
  // The list of the labs leads to those with free software.
  await mkdir(`${folder}/runbooks/upstream`);
  await writeFile(`${folder}/runbooks/upstream/ambient.md`, tutorial);
  const content = `${folder}/docs-site/src/content/docs/`;
  for (const name of [
    'index.md',
    '404.md',
    ...(await readdir(`${content}guide`)).map((page) => `guide/${page}`),
  ])
    await writeFile(content + name, headingsOf(name, await readFile(content + name, 'utf8')));
  return {
    dist: `${folder}/docs-site/dist`,
    build: () => buildSite(`${folder}/docs-site`),
    write: async (path, text) => {
      await mkdir(dirname(`${folder}/${path}`), { recursive: true });
      await writeFile(`${folder}/${path}`, text);
    },
    remove: (path) => rm(`${folder}/${path}`),
    built: (path) => readFile(`${folder}/docs-site/dist/${path}`, 'utf8'),
    path: (path) => `${folder}/${path}`,
    forget: async () => {
      for (const name of ['.astro', 'node_modules', 'dist'])
        await rm(`${folder}/docs-site/${name}`, { recursive: true, force: true });
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const tutorial = '---\ntitle: The tutorial\n---\n\n```bash\necho on\n# expect: on\n```\n';

/** What links from other pages lead to. */
function headingsOf(name: string, page: string): string {
  const headings = page.split('\n').filter((line) => /^#{2,} /.test(line));
  return [`---\ntitle: ${name}\n---`, 'Nothing here.', ...headings, ''].join('\n\n');
}
