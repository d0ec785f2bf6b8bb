import type { MeshPolicy } from '../../mesh/model.ts';
import { policiesAtZtunnel } from '../../mesh/policies.ts';
import { formatted, outputFlag } from './output-format.ts';
import { table } from './table.ts';
import type { Verb } from './verb.ts';
import { requireZtunnel, targetFlags } from './ztunnel-target.ts';

/** `istioctl ztunnel-config policy` */
export const ztunnelPolicies: Verb = {
  names: ['policy', 'policies', 'pol', 'p'],
  flags: [...targetFlags, outputFlag, { name: 'policy-namespace', takes: 'value' }],
  run({ flags, io, world: worldOf }) {
    const world = worldOf();
    requireZtunnel(world, flags);
    const wanted = flags.values.get('policy-namespace');
    const policies = policiesAtZtunnel(world).filter(({ namespace }) => !wanted || namespace === wanted);
    io.stdout.write(
      formatted(
        flags,
        () => policiesTable(policies),
        () => policies,
      ),
    );
    return 0;
  },
};

export function policiesTable(policies: readonly MeshPolicy[]): string {
  const head = ['NAMESPACE', 'POLICY NAME', 'ACTION', 'SCOPE'];
  const rows = policies.map(({ namespace, name, action, scope }) => [
    namespace,
    name,
    action === 'DENY' ? 'Deny' : 'Allow',
    scope,
  ]);
  return table([head, ...rows]);
}
