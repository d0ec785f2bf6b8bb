import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSite } from '../site/build-site.ts';
import { temporarySite } from '../site/temporary-site.ts';
import { repository } from './bin.ts';
import { type Measurement, ms, times } from './measurement.ts';

const pages = 300;

/** Starlight as it comes: its own Markdown processor, its search, no plugins of anybody. */
const bareConfig = `import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
export default defineConfig({
  site: 'https://runbook.example',
  vite: { environments: { prerender: { resolve: { noExternal: ['js-yaml'] } } } },
  integrations: [starlight({ title: 'bare', sidebar: [{ label: 'Labs', items: [{ autogenerate: { directory: 'labs' } }] }] })],
});
`;

const bareContent = `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`;

/** Building a site of 300 labs and the reference, from nothing, against Starlight alone with the same pages. */
export const site: Measurement = {
  name: 'site',
  measure: async () => {
    const ours = await temporarySite();
    const bare = await bareSite();
    try {
      for (const [name, text] of await labs()) {
        await ours.write(`runbooks/labs/${name}.md`, text);
        await writeFile(`${bare}/src/content/docs/labs/${name}.md`, plain(text));
      }
      for (const name of ['first', 'second']) await ours.remove(`runbooks/labs/${name}.md`);
      const found: { ours: number; bare: number }[] = [];
      for (let round = 0; round < 3; round++) {
        await ours.forget();
        for (const name of ['.astro', 'node_modules', 'dist'])
          await rm(`${bare}/${name}`, { recursive: true, force: true });
        found.push({ ours: await time(() => ours.build()), bare: await time(() => buildSite(bare)) });
        if (round === 0)
          await cp(ours.path('docs-site/src/content/docs/reference'), `${bare}/src/content/docs/reference`, {
            recursive: true,
          });
      }
      const [, ...counted] = found;
      const [mine, other] = [
        least(counted.map((each) => each.ours)),
        least(counted.map((each) => each.bare)),
      ];
      return [
        {
          what: `building a site of ${pages} labs / Starlight with the same pages`,
          ours: ms(mine),
          other: ms(other),
          ratio: times(mine / other),
          goal: '≤ 1.3 ×',
        },
      ];
    } finally {
      await ours.close();
      await rm(bare, { recursive: true, force: true });
    }
  },
};

/** The labs over and over, each under a name of its own and without what leads to others. */
async function labs(): Promise<ReadonlyMap<string, string>> {
  const folder = join(repository, 'runbooks/labs');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const lone = texts.map((text) =>
    text.replace(/^requires:.*\n/m, '').replaceAll(/\[([^\]]*)\]\([^)]*\.md[^)]*\)/g, '$1'),
  );
  return new Map(
    Array.from({ length: pages }, (_, index) => [`lab-${index}`, lone[index % lone.length] ?? '']),
  );
}

/** Without the first heading, which Starlight makes of the title. */
function plain(text: string): string {
  return text.replace(/^# .*\n/m, '');
}

async function bareSite(): Promise<string> {
  const folder = join(repository, `.site-bare-${process.pid}`);
  await mkdir(`${folder}/src/content/docs/labs`, { recursive: true });
  await writeFile(`${folder}/astro.config.ts`, bareConfig);
  await writeFile(`${folder}/src/content.config.ts`, bareContent);
  await writeFile(`${folder}/src/content/docs/index.md`, '---\ntitle: Bare\n---\n\nNothing here.\n');
  return folder;
}

async function time(build: () => ReturnType<typeof buildSite>): Promise<number> {
  const started = performance.now();
  const { code, printed } = await build();
  if (code !== 0) throw new Error(printed.slice(-4000));
  return performance.now() - started;
}

const least = (numbers: readonly number[]): number => Math.min(...numbers);
