import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VFile } from 'vfile';
import { badgeOf } from '../src/engine/record/badge.ts';
import type { Page } from '../src/site/page.ts';
import { personsMinutes } from '../src/site/persons-time.ts';
import { readPage } from '../src/site/read-page.ts';
import { code, pageOf, type ReferencePage } from '../src/site/reference/markdown.ts';

const root = fileURLToPath(new URL('../runbooks/', import.meta.url));

/** A folder of runbooks, how the menu calls it, and which of its pages stand first and last. */
type Folder = {
  readonly slug: string;
  readonly label: string;
  readonly first: string;
  readonly last: string;
  readonly title: string;
  readonly description: string;
  /** What all of its pages need, and what they show together. */
  readonly about: readonly string[];
};

const folders: readonly Folder[] = [
  {
    slug: 'labs',
    label: 'Labs',
    first: 'lab0',
    last: 'cleanup',
    title: 'Cloud connectivity labs',
    description:
      'Failover between clusters, L7 routing by a waypoint, and egress control, on one ambient mesh.',
    about: [
      'Three labs on one ambient mesh that spans two clusters: failover to the other cluster through a global `*.mesh.internal` host name, L7 routing inside a cluster by an `enterprise-agentgateway-waypoint`, and control of egress by a waypoint of its own in `istio-egress`.',
      "LAB 0 deploys the test app, Bookinfo, and the ingress. After it, take the others in order, or go straight to the one that you want to show: a run does LAB 0 first where it hasn't been done.",
      '## What they need',
      "- **Platform:** two clusters with Solo's build of Istio in ambient mode, peered with each other, and Solo's enterprise agentgateway. Their contexts are called `kind-east-ag` and `kind-west-ag`, unless you [give other names](guide/clusters.md).\n- **Version:** Istio 1.29 or newer; `istioctl multicluster check` of older ones prints other lines.\n- **Licence:** an enterprise licence (`lt: ent`) in `SOLO_LICENSE_KEY`. A trial token leaves multicluster switched off.\n- **Or nothing of it:** without these clusters the labs run on [the sandbox](guide/sandbox.md), which is simulated.",
      'Without a licence, [the same labs with free software](upstream.md) show what upstream Istio does.',
    ],
  },
  {
    slug: 'upstream',
    label: 'Labs with free software',
    first: 'ambient',
    last: 'cleanup',
    title: 'Labs with free software',
    description:
      "Istio's ambient mode from its installation on, and the four labs with its own gateways and waypoints.",
    about: [
      "The labs for those who have no licence: upstream Istio in ambient mode, with Istio's own gateways and waypoints.",
      '## What they need',
      '- **Platform:** clusters of [kind](https://kind.sigs.k8s.io): one for the first page, two for the labs.\n- **Version:** Istio 1.29, which the pages install.\n- **Licence:** none.\n- **Or nothing of it:** without clusters they run on [the sandbox](guide/sandbox.md), which is simulated.',
    ],
  },
  {
    slug: 'kubernetes',
    label: 'Kubernetes',
    first: 'first-deployment',
    last: 'debugging',
    title: 'Plain Kubernetes',
    description: 'A dozen pages, from a first Deployment to finding what is broken.',
    about: [
      'Pages that need any cluster of Kubernetes 1.29 or newer, or none: without one they run on [the sandbox](guide/sandbox.md), which is simulated. Each stands by itself.',
    ],
  },
];

/** A list of the runbooks of each folder that is there: what each needs, how long it takes, how its last run went. */
export const listPages: readonly (ReferencePage & Folder)[] = folders.flatMap((folder) => {
  const pages = pagesOf(folder);
  if (pages.length === 0) return [];
  const { slug, title, description, about } = folder;
  const parts = [...about, '## Pages', pages.map(itemOf).join('\n')];
  return [{ ...folder, ...pageOf(slug, { title, description }, parts) }];
});

/** What can't be read is left out: the build says of it what is wrong. */
function pagesOf({ slug, first, last }: Folder): readonly Page[] {
  const place = (name: string) => Number(name === `${last}.md`) - Number(name === `${first}.md`);
  const names = globSync('*.md', { cwd: join(root, slug) });
  return names
    .toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .flatMap((name) => {
      const path = join(root, slug, name);
      try {
        return (
          readPage(new VFile({ path, value: readFileSync(path, 'utf8') }), { root, drift: 'warn' }) ?? []
        );
      } catch {
        return [];
      }
    });
}

/** A page in a list: what it shows, and below it what it needs, how long a person takes, and how its last run went. */
function itemOf({ slug, runbook, standings }: Page): string {
  const { title, meta } = runbook;
  const tools = Object.entries(meta.tools).map(([name, range]) =>
    range === '*' ? name : `${name} ${range.replace(/^>=/, '≥ ')}`,
  );
  const clusters = Object.keys(meta.clusters).length;
  const needs = [
    ...meta.requires.map((name) => `[${name}](${slug.replace(/[^/]*$/, '')}${name}.md)`),
    ...(clusters === 0 ? [] : [`${clusters} ${clusters === 1 ? 'cluster' : 'clusters'}`]),
    ...tools,
    ...meta.needs.map(code),
  ];
  return [
    `- **[${title}](${slug}.md)**`,
    ...(meta.description === undefined ? [] : [meta.description]),
    `Needs ${needs.join(' · ')}.`,
    `About ${personsMinutes(runbook)} min. Last run: ${badgeOf(standings).message}.`,
  ].join('\n\n  ');
}
