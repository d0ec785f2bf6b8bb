import { glob as files, readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import { glob, type Loader, type LoaderContext } from 'astro/loaders';

const base = fileURLToPath(new URL('..', import.meta.url));
const pattern = ['runbooks/**/*.md', 'docs-site/src/content/docs/**/*.md'];
const idOf = (name: string) =>
  name.replace(/^(runbooks|docs-site\/src\/content\/docs)\//, '').replace(/\.md$/, '');

/**
 * The runbooks, in place, and the guide. A build renders each page once, here, and ends at the first that fails; of an
 * earlier build it takes nothing, since a record may have changed under an unchanged page. Astro's own loader would make
 * failed pages empty ones, or each page a module to be bundled twice; that it does while developing, page by page.
 */
export function pagesLoader(): Loader {
  const whenAsked = glob({ base, pattern, deferRender: true, generateId: ({ entry }) => idOf(entry) });
  return {
    name: 'pages',
    load: (context) => (context.watcher ? whenAsked.load(context) : renderAll(context)),
  };
}

async function renderAll({ config, parseData, store }: LoaderContext): Promise<void> {
  const { processor } = config.markdown;
  const shared = { ...config.markdown, image: config.image };
  const renderer = await processor.createRenderer(shared as Parameters<typeof processor.createRenderer>[0]);
  store.clear();
  for await (const name of files(pattern, { cwd: base })) {
    const [id, path] = [idOf(name), base + name];
    const text = await readFile(path, 'utf8');
    // Lines stay where they are, so that what fails is said at its place.
    const { frontmatter, content } = parseFrontmatter(text, { frontmatter: 'empty-with-lines' });
    const data = await parseData({ id, data: frontmatter, filePath: path });
    const { code, metadata } = await renderer.render(content, { frontmatter, fileURL: pathToFileURL(path) });
    const imagePaths = [...metadata.localImagePaths, ...metadata.remoteImagePaths];
    store.set({
      id,
      data,
      body: content.trim(),
      filePath: relative(fileURLToPath(config.root), path),
      rendered: { html: code, metadata: { ...metadata, imagePaths } },
      assetImports: imagePaths,
    });
  }
}
