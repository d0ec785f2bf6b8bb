import type { ClusterChoice, Target } from '../engine/model/target.ts';
import type { Kubeconfig } from './kubeconfig.ts';
import { withPlainContexts } from './plain-contexts.ts';

/** Real clusters: the chosen contexts of the user's kubeconfig, and nothing else of it. */
export function clusterTarget(config: Kubeconfig): Target {
  return {
    name: 'cluster',
    open: async (chosen) => {
      const plain = withPlainContexts(config, chosen);
      const { choice } = plain;
      // Loaded late: most runs have no use for it.
      const { excerpt, secretsOf, writePrivately } = await import('./private-kubeconfig.ts');
      const part = excerpt(plain.config, [...new Set(Object.values(choice))]);
      const { file, remove } = await writePrivately(part);
      const clusters = Object.entries(choice).map(([variable, context]) => ({
        variable,
        context,
        version: '',
      }));
      return {
        facts: {
          name: 'cluster',
          simulated: false,
          summary: summaryOf(part, chosen, choice),
          clusters,
          tools: {},
        },
        kubeconfig: file,
        env: {},
        path: [],
        secrets: secretsOf(part),
        close: remove,
      };
    },
  };
}

/** The servers, and contexts that the run calls by another name. */
function summaryOf({ clusters }: Kubeconfig, chosen: ClusterChoice, choice: ClusterChoice): string {
  const servers = clusters.map(({ cluster }) => String(cluster?.server ?? 'no server'));
  const aliases = Object.entries(chosen)
    .filter(([variable, name]) => choice[variable] !== name)
    .map(([variable, name]) => `(\`${choice[variable]}\` is the context \`${name}\`)`);
  return [...servers, ...new Set(aliases)].join(' ');
}
