import { policiesAtZtunnel } from '../../mesh/policies.ts';
import { meshServices } from '../../mesh/registry.ts';
import { UsageError } from './flags.ts';
import { outputFlag } from './output-format.ts';
import type { Verb } from './verb.ts';
import { policiesTable } from './ztunnel-policies.ts';
import { servicesTable } from './ztunnel-services.ts';
import { requireZtunnel, targetFlags } from './ztunnel-target.ts';
import { meshWorkloads, workloadsTable } from './ztunnel-workloads.ts';

/** `istioctl ztunnel-config all`, as tables; it says on stderr which of them it hasn't got. */
export const ztunnelAll: Verb = {
  names: ['all'],
  flags: [...targetFlags, outputFlag],
  run({ flags, io, world: worldOf }) {
    if ((flags.values.get('output') ?? 'short') !== 'short') {
      throw new UsageError('sandbox: istioctl ztunnel-config all -o is not simulated');
    }
    const world = worldOf();
    requireZtunnel(world, flags);
    const tables = [
      workloadsTable(meshWorkloads(world)),
      servicesTable(meshServices(world)),
      policiesTable(policiesAtZtunnel(world)),
    ];
    io.stdout.write(tables.map((text) => `\n${text}`).join(''));
    io.stderr.write('sandbox: the tables of certificates and connections are not simulated\n');
    return 0;
  },
};
