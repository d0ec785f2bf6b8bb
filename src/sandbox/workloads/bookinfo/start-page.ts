import type { Place } from '../workload.ts';
import { type Backend, backendUrl } from './backends.ts';

/** A service and those that it calls, as the page at `/` tells it. */
type Node = { readonly name: string; readonly endpoint: string; readonly children: readonly Node[] };

/** Where a visitor may choose to be a normal user or a test user, under a table of the services. */
export const startPage = (env: Place['env']): string => `
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  table { border-collapse: collapse; width: 100% }
  th, td { border: 1px solid lightgrey; padding: .5em }
</style>
<script src="static/tailwind/tailwind.css"></script>
<main class="container">
  <h3 class="text-2xl">Hello! This is a simple bookstore application consisting of three services as shown below
  </h3>
  ${table(services(env))}
  <p>
    Click on one of the links below to auto generate a request to the backend as a real user or a tester
  </p>
  <ul>
    <li><a href="/productpage?u=normal" class="text-blue-500 hover:text-blue-600">Normal user</a></li>
    <li><a href="/productpage?u=test" class="text-blue-500 hover:text-blue-600">Test user</a></li>
  </ul>
</main>
`;

/** The first of them goes by details' name, as in the original. */
function services(env: Place['env']): Node {
  const of = (endpoint: Backend, children: readonly Node[] = []): Node => ({
    name: backendUrl(env, endpoint),
    endpoint,
    children,
  });
  return of('details', [of('details'), of('reviews', [of('ratings')])]);
}

const tableTag = '<table class="table table-condensed table-bordered table-hover">';
const keys = ['name', 'endpoint', 'children'] as const;

const table = (node: Node): string =>
  `${tableTag}${keys.map((key) => `<tr><th>${key}</th><td>${cell(node, key)}</td></tr>`).join('')}</table>`;

const cell = (node: Node, key: (typeof keys)[number]): string =>
  key === 'children' ? list(node.children) : node[key];

function list(nodes: readonly Node[]): string {
  if (!nodes.length) return '';
  const head = `<thead><tr>${keys.map((key) => `<th>${key}</th>`).join('')}</tr></thead>`;
  const rows = nodes.map((node) => `<tr>${keys.map((key) => `<td>${cell(node, key)}</td>`).join('')}</tr>`);
  return `${tableTag}${head}<tbody>${rows.join('')}</tbody></table>`;
}
