import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import type { Root } from 'mdast';
import type { Processor as UnifiedProcessor } from 'unified';
import type { VFile } from 'vfile';
import { assetPath, styleSheets } from '../assets.ts';
import { rehypeDiagram } from '../diagram/rehype-diagram.ts';
import type { RemarkRunbookOptions } from '../page.ts';
import { pageFiles, writePageFiles } from '../page-files.ts';
import { evidenceOf, readFolder } from '../read-folder.ts';
import { keepReadings } from '../readings.ts';
import { rehypeHowTo } from '../rehype-how-to.ts';
import { remarkRunbook } from '../remark-runbook.ts';
import { driftTold } from '../report.ts';

/** How runbooks are shown on a site of Starlight; everything may be left out. */
export type StarlightRunbookOptions = Omit<RemarkRunbookOptions, 'render' | 'title' | 'alerts'>;

/** Of Starlight and Astro, as much as is used here. The package needs neither of them installed. */
type StarlightSetup = {
  readonly astroConfig: SiteConfig;
  readonly config: { readonly customCss?: readonly string[] | undefined };
  updateConfig(config: { customCss: string[] }): void;
  addIntegration(integration: Integration): void;
};

type SiteConfig = {
  readonly srcDir: URL;
  readonly base: string;
  readonly markdown: { readonly processor?: unknown };
};

type Processor = {
  readonly name: string;
  readonly options: { readonly remarkPlugins: unknown[]; readonly rehypePlugins: unknown[] };
};

type Integration = {
  readonly name: string;
  readonly hooks: {
    'astro:config:setup'(setup: {
      readonly command: string;
      updateConfig(config: object): unknown;
      injectScript(stage: 'page', content: string): void;
    }): void;
    'astro:server:setup'(setup: { readonly server: Server }): void;
    'astro:build:start'(build: { readonly logger: Logger }): void;
    'astro:build:generated'(done: { readonly dir: URL }): void;
  };
};

type Logger = { warn(message: string): void };

type Server = {
  readonly middlewares: {
    use(
      handle: (request: { url?: string | undefined }, response: Response, next: () => void) => void,
    ): unknown;
  };
};

type Response = { setHeader(name: string, value: string): { end(text: string): unknown } };

/** A plugin for `plugins` of Starlight's settings. */
export type StarlightRunbook = {
  readonly name: string;
  readonly hooks: { 'config:setup'(setup: StarlightSetup): void };
};

/**
 * Runbooks on a site of Starlight: pages are rendered and held against their records, with style sheets, diagrams, copied
 * commands, readers' own names and manifests to download. Pages that weren't written for runbook stay as they are.
 */
export function starlightRunbook(given: StarlightRunbookOptions = {}): StarlightRunbook {
  return {
    name: 'runbook',
    hooks: {
      'config:setup': ({ astroConfig, config, updateConfig, addIntegration }) => {
        const options = withDefaults(given, astroConfig);
        const { remarkPlugins, rehypePlugins } = processorOf(astroConfig).options;
        // Here, and so in front of Starlight's own: call-outs are made of what this leaves.
        remarkPlugins.push([remarkOrFail, options], [outsidePages, { docs: docsFolder(astroConfig) }]);
        rehypePlugins.push([rehypeDiagram, options], rehypeHowTo);
        updateConfig({ customCss: [...styleSheets.map(assetPath), ...(config.customCss ?? [])] });
        addIntegration(integration(options));
      },
    },
  };
}

type Options = RemarkRunbookOptions & { readonly root: string };

function withDefaults(given: StarlightRunbookOptions, config: SiteConfig): Options {
  const top = config.base.replace(/\/$/, '');
  return {
    pages: given.root === undefined ? 'checked' : 'all',
    page: (slug) => `${top}/${addressOf(slug)}`,
    asset: (path) => `${top}/${path}`,
    ...given,
    root: given.root ?? docsFolder(config),
    title: 'remove',
    alerts: 'directives',
  };
}

const docsFolder = ({ srcDir }: SiteConfig): string => fileURLToPath(new URL('content/docs/', srcDir));

/**
 * Where a runbook outside Starlight's folder stands on the site, for what looks at pages as they are rendered: of the
 * others their path says it.
 */
function outsidePages({ docs }: { readonly docs: string }) {
  return (_tree: object, { path, data }: VFile): void => {
    const { runbook, astro } = data as { runbook?: { slug: string }; astro?: Record<'frontmatter', Slugged> };
    if (runbook && astro && !path.startsWith(docs)) astro.frontmatter.slug ??= runbook.slug;
  };
}

type Slugged = { slug?: string };

/** As Astro makes addresses of paths: `Guides/First Steps` is `guides/first-steps/`, and `guides/index` is `guides/`. */
function addressOf(slug: string): string {
  const parts = slug.split('/').map((part) => new GithubSlugger().slug(part));
  const named = parts.at(-1) === 'index' ? parts.slice(0, -1) : parts;
  return named.map((part) => `${part}/`).join('');
}

/** What failed since the process started: Astro's loaders tell it, make an empty page of it, and go on. */
const failures: Error[] = [];

/** `remarkRunbook`, whose failures end the build. */
function remarkOrFail(this: UnifiedProcessor, options: Options) {
  const transform = remarkRunbook.call(this, options);
  return (tree: Root, file: VFile): void => {
    try {
      transform(tree, file);
    } catch (error) {
      if (error instanceof Error) failures.push(error);
      throw error;
    }
  };
}

/** @throws Error where pages aren't read by remark. */
function processorOf({ markdown }: SiteConfig): Processor {
  const processor = markdown.processor as Processor | undefined;
  if (processor?.name === 'unified') return processor;
  throw new Error(
    `runbook/starlight needs pages to be read by remark, and \`markdown.processor\` is \`${processor?.name ?? 'not set'}\`.
Run \`npm install @astrojs/markdown-remark\`, and set \`markdown: { processor: unified() }\` in astro.config.mjs, with \`unified\` of that package.`,
  );
}

const contentTypes: Readonly<Record<string, string>> = {
  yaml: 'text/yaml; charset=utf-8',
  svg: 'image/svg+xml',
  json: 'application/json',
};

function integration(options: Options): Integration {
  return {
    name: 'runbook',
    hooks: {
      'astro:config:setup': ({ command, updateConfig, injectScript }) => {
        if (command === 'build') keepReadings(options);
        injectScript('page', `import ${JSON.stringify(assetPath('start.js'))};`);
        // Astro keeps rendered pages for as long as its settings are the same: a new record makes them others.
        const evidence = createHash('sha256').update(evidenceOf(options.root)).digest('hex');
        updateConfig({ vite: { define: { __RUNBOOK_EVIDENCE__: JSON.stringify(evidence) } } });
      },
      'astro:server:setup': ({ server }) => {
        server.middlewares.use(({ url = '' }, response, next) => {
          const [kind = ''] = /(?:yaml|(?<=\/badge\.)(?:svg|json))(?=\?|$)/.exec(url) ?? [];
          const text = kind ? pageFiles(readFolder(options)).get(decodeURI(url.slice(1))) : undefined;
          if (text === undefined) next();
          else response.setHeader('content-type', contentTypes[kind] ?? 'text/plain').end(text);
        });
      },
      'astro:build:start': ({ logger }) => {
        for (const told of driftTold(readFolder(options))) logger.warn(told);
      },
      // Before others look at what was built, such as for links that lead nowhere.
      'astro:build:generated': ({ dir }) => {
        const [failure] = failures;
        if (failure) throw failure;
        writePageFiles(readFolder(options), fileURLToPath(dir));
      },
    },
  };
}
