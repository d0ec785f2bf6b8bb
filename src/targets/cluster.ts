import type { Target } from '../engine/model/target.ts';
import type { Kubeconfig } from './kubeconfig.ts';

/** Real clusters: the chosen contexts of the user's kubeconfig, and nothing else of it. */
export function clusterTarget(config: Kubeconfig): Target {
  return {
    name: 'cluster',
    open: async (choice) => {
      // Loaded late: most runs have no use for it.
      const { excerpt, secretsOf, writePrivately } = await import('./private-kubeconfig.ts');
      const part = excerpt(config, [...new Set(Object.values(choice))]);
      const { file, remove } = await writePrivately(part);
      const clusters = Object.entries(choice).map(([variable, context]) => ({
        variable,
        context,
        version: '',
      }));
      return {
        facts: { name: 'cluster', simulated: false, summary: summaryOf(part), clusters, tools: {} },
        kubeconfig: file,
        env: {},
        path: [],
        secrets: secretsOf(part),
        close: remove,
      };
    },
  };
}

function summaryOf({ clusters }: Kubeconfig): string {
  return clusters.map(({ cluster }) => String(cluster?.server ?? 'no server')).join(' ');
}
