import type { Input } from '../../model/input.ts';
import type { Runbook } from '../../model/runbook.ts';
import { quote } from '../../shell/quote.ts';
import { word } from './words.ts';

/** Variables that a runbook starts with. What the caller has in the environment wins. */
export function environmentText({ meta }: Runbook): readonly string[] {
  const target = Object.keys(meta.clusters).length > 0 ? 'cluster' : 'local';
  const values = Object.entries(meta.env).flatMap(([name, value]): [string, string][] => {
    const own = typeof value === 'string' ? value : value[target];
    return own === undefined ? [] : [[name, own]];
  });
  return [
    ...values.map(([name, value]) => `${name}=\${${name}-${quote(value)}} && export ${name}`),
    ...meta.inputs.map(inputText),
  ];
}

/** An input is a variable of the caller's; one that nobody set ends the script, where it has to have a value. */
function inputText({ name, default: usual, prompt, required }: Input): string {
  if (usual === undefined && required)
    return `: "\${${name}:?${prompt === undefined ? 'it is an input of the page' : bare(prompt)}}" && export ${name}`;
  return `${name}=\${${name}-${quote(usual ?? '')}} && export ${name}`;
}

/** Inside `"${NAME:?…}"` nothing may end the quotes or the braces, or be replaced. */
function bare(text: string): string {
  return text.replaceAll(/["\\$`{}\n\r]/g, ' ');
}

/** Contexts of the clusters, unless the caller names others. */
export function clusterText(clusters: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(clusters).map(
    ([name, context]) => `${name}=\${${name}:-${word(context)}} && export ${name}`,
  );
}
