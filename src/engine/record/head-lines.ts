import type { FrontMatter } from '../model/runbook.ts';

/**
 * What the front matter says about what runs and on what, a line for each thing, by its key. Limits of time are left
 * out: they say nothing about what comes out.
 */
export function headLines({ requires, clusters, env, inputs, opaque }: FrontMatter): readonly string[] {
  const variables = Object.keys(clusters);
  return [
    ...(requires.length === 0 ? [] : [`requires: ${requires.join(' ')}`]),
    ...(variables.length === 0 ? [] : [`clusters: ${variables.join(' ')}`]),
    ...(opaque === undefined ? [] : [`opaque: ${opaque.join(' ')}`]),
    ...Object.entries(env).map(([name, value]) => `env: ${name}=${written(value)}`),
    ...inputs.map((input) => `input: ${JSON.stringify(input)}`),
  ];
}

function written(value: string | Readonly<Record<string, string>>): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([target, each]) => `${each} (${target})`)
    .join(', ');
}
