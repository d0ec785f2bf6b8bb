import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';
import { occupied } from '../plan/occupied.ts';

/** For a connection on this machine, while we are busy with other things. */
const answerLimitMs = 5_000;

type PortOptions = { readonly target: string; readonly env?: Readonly<Record<string, string>> };

/**
 * Looks whether the local ports that a plan forwards or waits for are free. One that is taken is a warning: a command
 * of the page may free it before.
 */
export async function checkPorts(plan: Plan, options: PortOptions): Promise<readonly Requirement[]> {
  const ports = occupied(plan, options).flatMap((key) => /^port:(\d+)$/.exec(key)?.[1] ?? []);
  if (ports.length === 0) return [];
  const { accepts, localAddresses, ownerText } = await import('../execute/local-port.ts');
  const addresses = localAddresses();
  return Promise.all(
    ports.map(async (port): Promise<Requirement> => {
      const answers = await Promise.all(
        addresses.map((address) => accepts(Number(port), address, answerLimitMs)),
      );
      if (!answers.includes(true)) return { kind: 'port', name: port, found: 'free', state: 'met' };
      const owner = await ownerText(Number(port), new Set());
      return {
        kind: 'port',
        name: port,
        found: `taken by ${owner}`,
        state: 'unmet',
        diagnostic: taken(port, owner),
      };
    }),
  );
}

function taken(port: string, owner: string): Diagnostic {
  return {
    code: 'target/port-taken',
    severity: 'warning',
    message: `Port ${port} of this machine, which the page forwards or waits for, is taken by ${owner}`,
    hint: 'End that process before, or let the page use another port.',
  };
}
