import type { Redirection } from 'unbash';

/** Whether a redirection gives a command something to read on its standard input. */
export function isInput({ operator, descriptor }: Redirection): boolean {
  return operator.startsWith('<') && (descriptor === undefined || isNumber(descriptor, 0));
}

/** Whether a redirection sends the standard output of a command elsewhere. */
export function isOutput({ operator, descriptor }: Redirection): boolean {
  if (operator === '&>' || operator === '&>>') return true;
  return operator.startsWith('>') && (descriptor === undefined || isNumber(descriptor, 1));
}

function isNumber(descriptor: NonNullable<Redirection['descriptor']>, number: number): boolean {
  return descriptor.type === 'FileDescriptor' && descriptor.value === number;
}
