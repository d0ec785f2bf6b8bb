import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from '../../engine/parse.ts';
import { assetPath, styleSheets } from '../assets.ts';
import { rehypeDiagram } from '../diagram/rehype-diagram.ts';
import { isChecked, mayBeChecked } from '../is-checked.ts';
import type { RemarkRunbookOptions } from '../page.ts';
import { writePageFiles } from '../page-files.ts';
import { readFolder } from '../read-folder.ts';
import { remarkRunbook } from '../remark-runbook.ts';
import { driftTold } from '../report.ts';

/** How runbooks are shown on a site of Docusaurus; everything may be left out. */
export type DocusaurusRunbookOptions = Omit<
  RemarkRunbookOptions,
  'render' | 'title' | 'alerts' | 'page' | 'asset'
>;

/** Of Docusaurus' settings, as much as is changed here. */
export type DocusaurusConfig = {
  readonly presets?: readonly unknown[];
  readonly plugins?: readonly unknown[];
  readonly markdown?: object;
};

/** Where manifests are, below the base of the site. */
const manifests = 'manifests';

/**
 * Settings of Docusaurus in which runbooks are rendered and held against their records, wherever docs and pages are read:
 * in front of Docusaurus' own plugins, since call-outs and the title are made of what this leaves. Pages that weren't
 * written for runbook stay as they are.
 * @param config What `docusaurus.config.js` would export.
 */
export function docusaurusRunbook<Config extends DocusaurusConfig>(
  config: Config,
  given: DocusaurusRunbookOptions = {},
): Config {
  const options: Options = {
    pages: given.root === undefined ? 'checked' : 'all',
    ...given,
    root: resolve(given.root ?? '.'),
    title: 'keep',
    alerts: 'directives',
    // Docusaurus takes a link to a file for one to a page otherwise.
    asset: (path) => `pathname:///${manifests}/${path}`,
  };
  return {
    ...config,
    presets: (config.presets ?? []).map((preset) => changed(preset, isClassic, inPreset(options))),
    plugins: [
      ...(config.plugins ?? []).map((plugin) => changed(plugin, isContent, withPlugins(options))),
      () => plugin(options),
    ],
    markdown: { ...config.markdown, parseFrontMatter: asMarkdown(config.markdown ?? {}, options) },
  };
}

type Options = RemarkRunbookOptions & { readonly root: string };

/** Settings of a plugin that reads pages, or of a preset. */
type Settings = Readonly<Record<string, unknown>>;

type Change = (settings: Settings) => Settings;

const isClassic = (name: string) => /(?:^|preset-)classic$/.test(name);
const isContent = (name: string) => /(?:^|plugin-)content-(?:docs|pages)$/.test(name);

/** `'name'` or `['name', settings]`, with other settings where it is one that is looked for. */
function changed(entry: unknown, isIt: (name: string) => boolean, change: Change): unknown {
  const [name, settings = {}] = Array.isArray(entry) ? entry : [entry];
  return typeof name === 'string' && isIt(name) ? [name, change(settings)] : entry;
}

/** `false` says that a site has no docs, or no pages. */
function inPreset(options: Options): Change {
  return (settings) => {
    const read = ['docs', 'pages'].filter((name) => settings[name] !== false);
    const own = read.map((name) => [name, withPlugins(options)((settings[name] ?? {}) as Settings)]);
    return { ...settings, ...Object.fromEntries(own) };
  };
}

function withPlugins(options: Options): Change {
  return (settings) => ({
    ...settings,
    beforeDefaultRemarkPlugins: [...listOf(settings.beforeDefaultRemarkPlugins), [remarkRunbook, options]],
    rehypePlugins: [...listOf(settings.rehypePlugins), [rehypeDiagram, options]],
  });
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

type FrontMatterFile = {
  readonly filePath: string;
  readonly fileContent: string;
  defaultParseFrontMatter(file: FrontMatterFile): Promise<{ readonly frontMatter: Settings }>;
};

/**
 * A runbook is Markdown, as `exec` reads it, in which `<http://…>` is a link and `{}` two braces; Docusaurus takes a `.md`
 * for MDX unless its front matter says so, which this does for runbooks alone.
 */
function asMarkdown(markdown: object, options: Options) {
  const { parseFrontMatter } = markdown as { parseFrontMatter?: FrontMatterFile['defaultParseFrontMatter'] };
  return async (file: FrontMatterFile) => {
    const read = await (parseFrontMatter ?? file.defaultParseFrontMatter)(file);
    if (!/\.md$/i.test(file.filePath) || !isRunbook(file, options)) return read;
    return { ...read, frontMatter: { mdx: { format: 'md' }, ...read.frontMatter } };
  };
}

function isRunbook({ filePath, fileContent }: FrontMatterFile, { root, pages }: Options): boolean {
  if (!filePath.startsWith(root) || (pages === 'checked' && !mayBeChecked(fileContent))) return false;
  const read = parse({ file: filePath, path: filePath, text: fileContent });
  return read.runbook.steps.length > 0 && (pages !== 'checked' || isChecked(read));
}

type BundlerConfig = {
  readonly cache?: { readonly type?: string; readonly buildDependencies?: Readonly<Record<string, unknown>> };
};

/** What a plugin of Docusaurus is. */
function plugin(options: Options) {
  return {
    name: 'runbook',
    getClientModules: () => [...styleSheets, 'docusaurus.css', 'docusaurus.js'].map(assetPath),
    // Every runbook is judged in every build, also those that Docusaurus kept from the one before.
    loadContent: async () => {
      for (const told of driftTold(readFolder(options))) console.warn(told);
    },
    postBuild: async ({ outDir }: { readonly outDir: string }) =>
      writePageFiles(readFolder(options), join(outDir, manifests)),
    configureWebpack: ({ cache }: BundlerConfig) => (cache?.type === 'filesystem' ? withRecords(cache) : {}),
  };

  /** What was kept of pages is thrown away when a record has changed. */
  function withRecords(cache: NonNullable<BundlerConfig['cache']>): BundlerConfig {
    const records = globSync('**/*.record.json', { cwd: options.root, exclude: ['**/node_modules/**'] });
    const runbook = records.map((name) => join(options.root, name));
    return { cache: { ...cache, buildDependencies: { ...cache.buildDependencies, runbook } } };
  }
}
