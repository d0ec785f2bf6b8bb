import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/**
 * What LAB 0 leaves for the other labs, as a page that takes a quarter of its time: the same objects, applied by the
 * engine, and no look at anything but that they are ready.
 */
export function groundOf(lab0: string): string {
  const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(lab0) ?? [];
  const [, ingress = ''] =
    /^```yaml apply name=ingress cluster=\$CLUSTER1\n([\s\S]*?)^```$/m.exec(lab0) ?? [];
  const clusters = /^clusters:\n(?: {2}.*\n)+/m.exec(`${front}\n`)?.[0];
  if (clusters === undefined || ingress === '') throw new Error('LAB 0 has no clusters, or no ingress');
  return [
    `---\n${clusters}---\n\n# Ground\n\n## Lay it`,
    ...applications,
    fence('apply cluster=$CLUSTER1', [ingress.trimEnd(), '# expect within 60s: Programmed=True']),
  ].join('\n\n');
}

/** LAB 0 up to this place, with Bookinfo laid in the same way where it is deployed before. */
export function afterGround(lab0: string, end: number): string {
  const ingress = lab0.indexOf('\n## Apply the agentgateway ingress');
  const deploy = lab0.indexOf('\n## Deploy Bookinfo');
  if (ingress < 0 || deploy < 0) throw new Error('LAB 0 does not deploy Bookinfo before its ingress');
  if (end < ingress) return lab0.slice(0, end);
  return [`${lab0.slice(0, deploy)}\n## Lay it`, ...applications, lab0.slice(ingress, end)].join('\n\n');
}

const fence = (options: string, lines: readonly string[]): string =>
  [`\`\`\`yaml ${options}`, lines.filter(Boolean).join('\n'), '```'].join('\n');

const namespaceIn = (cluster: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'bookinfo',
      labels: {
        'istio.io/dataplane-mode': 'ambient',
        'topology.istio.io/network': cluster === 'CLUSTER1' ? 'east-ag' : 'west-ag',
      },
    },
  });

/** All of Bookinfo, with the front page shared across the clusters. */
const bookinfo = ['bookinfo', 'bookinfo-versions']
  .flatMap((name) => {
    const file = new URL(`../../../runbooks/labs/manifests/bookinfo/${name}.yaml`, import.meta.url);
    return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
      if (document.get('kind') === 'Service' && document.getIn(['metadata', 'name']) === 'productpage')
        document.setIn(['metadata', 'labels', 'solo.io/service-scope'], 'global');
      return document
        .toString({ directives: false })
        .replace(/^---\n/, '')
        .trimEnd();
    });
  })
  .join('\n---\n');

const applications = ['CLUSTER1', 'CLUSTER2'].flatMap((cluster) => [
  fence(`apply cluster=$${cluster}`, [namespaceIn(cluster), '']),
  fence(`apply cluster=$${cluster} namespace=bookinfo`, [bookinfo, '# expect within 60s: Available=True']),
]);
