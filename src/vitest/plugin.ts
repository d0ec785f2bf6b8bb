import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import { mentions } from './mentions.ts';
import { checkOptions, type RunbookOptions } from './options.ts';

export type { RunbookOptions } from './options.ts';

/** Where runbooks live. */
const home = ['runbooks/**/*.md', 'runbooks/**/*.mdx'];

/**
 * Makes Markdown runbooks test modules of vitest: a file is a suite, a step a test.
 * @throws Error for options that can't be meant.
 */
export function runbook(options: RunbookOptions = {}): Plugin {
  checkOptions(options);
  const { include = home, ...settings } = options;
  const isPage: ((path: string) => boolean)[] = [];
  const texts = new Map<string, string>();
  let root = process.cwd();
  /** Pages to run again when some other file changes. */
  function pagesWith(file: string): string[] | undefined {
    const pages = [...texts].filter(([path, text]) => mentions({ path, text }, file)).map(([path]) => path);
    return pages.length === 0 ? undefined : pages;
  }
  return {
    name: 'runbook',
    enforce: 'pre',
    config: async ({ test }) => {
      const { configDefaults } = await import('vitest/config');
      // Patterns are added to those that are there; usual ones would be gone with the first that is named.
      return {
        test: {
          include: [...(test?.include ? [] : configDefaults.include), ...include],
          watchTriggerPatterns: [{ pattern: /(?<!\.mdx?)$/, testsToRun: (file) => pagesWith(file) }],
        },
      };
    },
    configResolved: (config) => {
      root = config.root;
    },
    configureVitest: ({ project, defineCacheKeyGenerator }) => {
      isPage.push((path) => project.matchesTestGlob(path));
      // A page's module holds what it requires, too, so its own text is no key to keep it by.
      defineCacheKeyGenerator(({ id }) => (isMarkdown(id) ? false : undefined));
    },
    load: async (id) => {
      if (/\.mdx?\?runbook-required$/.test(id)) return '';
      if (!isMarkdown(id) || !isPage.some((matches) => matches(id))) return undefined;
      // By its place, so that whoever bundles a config file leaves the engine alone.
      const { moduleOf }: typeof import('./module-of.ts') = await import(sibling('module-of'));
      const source = { file: relative(root, id), path: id, text: await readFile(id, 'utf8') };
      texts.set(id, source.text);
      return moduleOf(source, { root, settings, runtime: sibling('page'), host: sibling('host') });
    },
  };
}

function isMarkdown(id: string): boolean {
  return /\.mdx?$/.test(id);
}

/** Where another module of the plugin is: beside this one, in the sources and as it is installed. */
function sibling(name: 'module-of' | 'page' | 'host'): string {
  const own = import.meta.url;
  return fileURLToPath(new URL(own.endsWith('.ts') ? `./${name}.ts` : `./vitest-${name}.mjs`, own));
}
