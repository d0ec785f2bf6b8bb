import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { VFile } from 'vfile';
import { slugOf } from '../src/site/links.ts';
import { manifestFiles } from '../src/site/manifest-files.ts';

/** By their paths on the site, below its base: `labs/lab2/route.yaml`. */
const manifests = new Map<string, string>();

/** For remark, behind `remarkRunbook`: remembers the manifests of a page, so that no page is read anew for them. */
export function collectManifests({ root }: { readonly root: string }) {
  return (_tree: object, file: VFile): void => {
    const { runbook } = file.data.runbook ?? {};
    if (!runbook) return;
    for (const { name, text } of manifestFiles(runbook))
      manifests.set(`${slugOf(root, file.path)}/${name}`, text);
  };
}

/** The manifests of the runbooks, each as a file to download; while developing, those of pages that were shown. */
export function manifestDownloads(): AstroIntegration {
  return {
    name: 'manifests',
    hooks: {
      'astro:server:setup': ({ server }) => {
        server.middlewares.use((request, response, next) => {
          const asked = [...manifests].find(([path]) => request.url === encodeURI(`/${path}`));
          if (asked) response.setHeader('content-type', 'text/yaml; charset=utf-8').end(asked[1]);
          else next();
        });
      },
      'astro:build:done': async ({ dir }) => {
        for (const [path, text] of manifests) {
          const file = fileURLToPath(dir) + path;
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, text);
        }
      },
    },
  };
}
