import { machineFault } from '../engine/diagnostics/machine-fault.ts';
import type { Io } from './io.ts';

/**
 * Makes writes to a file of which the first that fails is told at the end, with exit code 3, and no other is tried: the
 * run and its other reports go on. `what` begins the fault: `The report \`x.xml\` cannot be written`.
 */
export function guardedWrites(what: string, io: Pick<Io, 'fault'>): (write: () => void) => void {
  let broken = false;
  return (write) => {
    try {
      if (!broken) write();
    } catch (error) {
      broken = true;
      const fault = machineFault(error, what);
      if (fault === undefined) throw error;
      io.fault(fault);
    }
  };
}
