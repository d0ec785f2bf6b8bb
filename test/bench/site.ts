import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSite } from '../site/build-site.ts';
import { type TemporarySite, temporarySite } from '../site/temporary-site.ts';
import { repository } from './bin.ts';
import { atMost, type Measurement, ms, times } from './measurement.ts';

const pages = 300;

/** What Starlight makes pages with: its own processor in Rust, or the one in JavaScript that takes remark plugins. */
const processors = {
  rust: '',
  remark: "markdown: { processor: (await import('@astrojs/markdown-remark')).unified() },",
};

/** Starlight as it comes: its search, no plugins of anybody. */
const bareConfig = (processor: keyof typeof processors) => `import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
export default defineConfig({
  site: 'https://runbook.example',
  ${processors[processor]}
  vite: { environments: { prerender: { resolve: { noExternal: ['js-yaml'] } } } },
  integrations: [starlight({ title: 'bare', sidebar: [{ label: 'Labs', items: [{ autogenerate: { directory: 'labs' } }] }] })],
});
`;

const bareContent = `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`;

/**
 * Building a site of 300 labs and the reference, from nothing, against Starlight alone with the same pages. The second
 * row says how much of that is the choice of a processor that takes plugins.
 */
export const site: Measurement = {
  name: 'site',
  measure: async () => {
    const ours = await temporarySite();
    const bare = [await bareSite('rust'), await bareSite('remark')] as const;
    try {
      await fill(ours, bare);
      const found: (readonly [number, number, number])[] = [];
      for (let round = 0; round < 3; round++) {
        await ours.forget();
        for (const folder of bare) await forget(folder);
        const mine = await time(() => ours.build());
        if (round === 0) for (const folder of bare) await copyReference(ours, folder);
        found.push([mine, await time(() => buildSite(bare[0])), await time(() => buildSite(bare[1]))]);
      }
      const [, ...counted] = found;
      const best = (column: 0 | 1 | 2) => Math.min(...counted.map((each) => each[column]));
      const row = (other: number) => ({ ours: ms(best(0)), other: ms(other), ratio: times(best(0) / other) });
      return [
        {
          what: `building a site of ${pages} labs / Starlight with the same pages`,
          ...row(best(1)),
          goal: atMost(best(0) / best(1), 1.2, '×'),
        },
        { what: '… / Starlight with remark, which plugins need', ...row(best(2)) },
      ];
    } finally {
      await ours.close();
      for (const folder of bare) await rm(folder, { recursive: true, force: true });
    }
  },
};

async function fill(ours: TemporarySite, bare: readonly string[]): Promise<void> {
  for (const [name, text] of await labs()) {
    await ours.write(`runbooks/labs/${name}.md`, text);
    for (const folder of bare) await writeFile(`${folder}/src/content/docs/labs/${name}.md`, plain(text));
  }
  for (const name of ['first', 'second']) await ours.remove(`runbooks/labs/${name}.md`);
}

/** A build of ours writes these pages. */
function copyReference(ours: TemporarySite, folder: string): Promise<void> {
  const reference = 'src/content/docs/reference';
  return cp(ours.path(`docs-site/${reference}`), `${folder}/${reference}`, { recursive: true });
}

async function forget(folder: string): Promise<void> {
  for (const name of ['.astro', 'node_modules', 'dist'])
    await rm(`${folder}/${name}`, { recursive: true, force: true });
}

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

async function bareSite(processor: keyof typeof processors): Promise<string> {
  const folder = join(repository, `.site-bare-${processor}-${process.pid}`);
  await mkdir(`${folder}/src/content/docs/labs`, { recursive: true });
  await writeFile(`${folder}/astro.config.ts`, bareConfig(processor));
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
