import type { APIRoute, GetStaticPaths } from 'astro';
import { parse } from '../../../src/engine/parse/parse.ts';
import { manifestFiles } from '../../../src/site/manifest-files.ts';

const root = '../../../runbooks/';
const texts = import.meta.glob<string>('../../../runbooks/**/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The manifests of the runbooks, each as a file to download: `labs/lab2/route.yaml`. */
export const getStaticPaths: GetStaticPaths = () =>
  Object.entries(texts).flatMap(([path, text]) => {
    const file = path.slice(root.length);
    const { runbook } = parse({ file, path, text });
    return manifestFiles(runbook).map((manifest) => ({
      params: { manifest: `${file.slice(0, -3)}/${manifest.name.slice(0, -5)}` },
      props: { text: manifest.text },
    }));
  });

export const GET: APIRoute = ({ props }) => new Response(props.text);
