import { stringify } from 'yaml';
import type { ExportRequest } from '../exporter.ts';
import type { ShippedFile } from './gather-files.ts';
import type { JobOptions } from './job-options.ts';

/** What tells a file of ours from any other. */
export const mark = '`runbook export --to kubernetes-job`';

type DocumentParts = {
  readonly request: ExportRequest;
  readonly options: JobOptions;
  readonly files: readonly ShippedFile[];
  readonly objects: readonly object[];
};

/** The file: what a person has to know, then the objects. */
export function documentText({ request, options, files, objects }: DocumentParts): string {
  const documents = objects.map((object) => stringify(object, yamlStyle));
  return `${headText(request, options, files)}${documents.map((text) => `---\n${text}`).join('')}`;
}

/** Texts keep their lines. kubectl reads YAML 1.1, in which `on` and `1:30` are no texts. */
const yamlStyle = {
  version: '1.1',
  lineWidth: 0,
  blockQuote: 'literal',
  aliasDuplicateObjects: false,
} as const;

function headText({ plans }: ExportRequest, options: JobOptions, files: readonly ShippedFile[]): string {
  const { image, shards, parallelism, target, namespace, name } = options;
  const kubectl = namespace === undefined ? 'kubectl' : `kubectl -n ${namespace}`;
  const lines = [
    `Made by ${mark}: change the pages and export them again.`,
    '',
    `${plans.length === 1 ? 'One runbook' : `${plans.length} runbooks`} in ${shards === 1 ? 'one shard' : `${shards} shards`}, ${parallelism} at a time, each in a pod of ${image}`,
    `against ${target === 'sandbox' ? 'a sandbox of its own' : 'the clusters of the kubeconfig in the Secret'}. Needs Kubernetes 1.29 or later; the image has runbook, Node,`,
    'bash, kubectl and the tools of the pages in it.',
    '',
    'Run, once or again:  kubectl replace --force -f <this file>',
    `Wait for its end:    ${kubectl} wait --for=condition=complete --timeout=1h job/${name}`,
    `See what came of it: ${kubectl} logs -l job-name=${name} --prefix --tail=-1`,
    '',
    `Files that go along: ${files.map(({ path }) => path).join(' ')}`,
  ];
  return lines
    .map((line) => `# ${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}
