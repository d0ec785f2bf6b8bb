import { regularExpression } from '../../schemas/regular-expression.ts';
import type { Registrar } from '../library.ts';

/**
 * Functions of texts beyond the language's own.
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library
 */
export function stringFunctions(environment: Registrar): void {
  const text = (signature: string, handler: (text: string, ...rest: never[]) => unknown) =>
    environment.registerFunction(`string.${signature}`, handler as (...args: unknown[]) => unknown);
  text('charAt(int): string', (value, at: bigint) => {
    const characters = [...value];
    if (at < 0n || at > characters.length) throw new Error(`index out of range: ${at}`);
    return characters[Number(at)] ?? '';
  });
  text('replace(string, string): string', (value, from: string, to: string) =>
    value.replaceAll(from, () => to),
  );
  text('replace(string, string, int): string', (value, from: string, to: string, limit: bigint) =>
    limit < 0n ? value.replaceAll(from, () => to) : replaceFirst(value, { from, to, limit: Number(limit) }),
  );
  text('reverse(): string', (value) => [...value].reverse().join(''));
  text('find(string): string', (value, pattern: string) => regularExpression(pattern).exec(value)?.[0] ?? '');
  text('findAll(string): list<string>', (value, pattern: string) => findAll(value, pattern));
  text('findAll(string, int): list<string>', (value, pattern: string, limit: bigint) =>
    limit < 0n ? findAll(value, pattern) : findAll(value, pattern).slice(0, Number(limit)),
  );
}

const findAll = (value: string, pattern: string): readonly string[] =>
  [...value.matchAll(regularExpression(pattern, 'g'))].map(([found]) => found);

type Replacement = { readonly from: string; readonly to: string; readonly limit: number };

function replaceFirst(value: string, { from, to, limit }: Replacement): string {
  const parts = value.split(from);
  const head = parts.slice(0, limit + 1).join(to);
  const rest = parts.slice(limit + 1);
  return rest.length ? [head, ...rest].join(from) : head;
}
