import type { Code, Nodes, PhrasingContent, RootContent } from 'mdast';
import { fieldManager } from '../engine/model/field-manager.ts';
import type { ApplyAction, Block } from '../engine/model/runbook.ts';
import { bracedVariables } from '../engine/shell/braced-variables.ts';
import { code, element, joined, text } from './element.ts';
import { applyOf, manifestName } from './manifest-files.ts';
import type { Page } from './page.ts';
import type { Wording } from './wording.ts';

/**
 * A manifest as YAML, and under it the command that applies its file. `data-runbook-before` and `-after` are the lines
 * around it that make it a command by itself, for whatever copies the panel; `data-runbook-copy` is that command as a
 * whole where the shell would read some of the manifest otherwise.
 */
export function showManifest(block: Block, node: Code, { options, slug, wording }: Page): RootContent[] {
  const action = applyOf(block);
  if (!action) return [node];
  const value = action.manifest.trim();
  const name = manifestName(block);
  const address = options.asset?.(`${slug}/${name}`);
  const panel = { ...node, lang: 'yaml', meta: `title="${name} ${destination(action, wording)}"`, value };
  return [
    element('div', around(action, value), [panel as RootContent]),
    element('p', { className: 'rb-apply' }, how({ action, name, address, wording })),
  ];
}

/** A here-document; with variables in it one that the shell fills in, which is what a run does. */
function around(action: ApplyAction, value: string): Readonly<Record<string, string>> {
  const end = delimiter(value);
  if (bracedVariables(value).length === 0)
    return { dataRunbookBefore: `${apply(action)} -f - <<'${end}'`, dataRunbookAfter: end };
  const before = `${apply(action)} -f - <<${end}`;
  const filled = forTheShell(value);
  return filled === value
    ? { dataRunbookBefore: before, dataRunbookAfter: end }
    : { dataRunbookCopy: [before, filled, end].join('\n') };
}

/** A manifest of which the shell reads the variables, and nothing else. */
function forTheShell(manifest: string): string {
  let at = 0;
  const parts = bracedVariables(manifest).map(({ from, to }) => {
    const literal = escaped(manifest.slice(at, from));
    at = to;
    return literal + manifest.slice(from, to);
  });
  return parts.join('') + escaped(manifest.slice(at));
}

/** `$${NAME}` stands for the text `${NAME}`. @see POSIX Shell Command Language, 2.7.4 Here-Document */
const escaped = (literal: string): string =>
  literal.replace(/\$\$(?=\{\w+\})/g, '$').replace(/[\\$`]/g, '\\$&');

/** Where the objects of a block go or are: `→ $CLUSTER1, namespace demo`. */
function destination(
  { cluster, namespace }: Pick<ApplyAction, 'cluster' | 'namespace'>,
  { say }: Wording,
): string {
  const place = namespace === undefined ? '' : say('inNamespace', { namespace });
  return `→ ${cluster}${place}`.replaceAll('"', '');
}

/** What a run does with the manifest, as kubectl's command: kubectl checks fields strictly by itself. */
function apply({ cluster, namespace, force }: ApplyAction): string {
  const place = namespace === undefined ? '' : ` -n ${namespace}`;
  const conflicts = force === false ? '' : ' --force-conflicts';
  return `kubectl --context ${cluster} apply${place} --server-side --field-manager=${fieldManager}${conflicts}`;
}

/** The line that ends the here-document, which no line of the manifest may be. */
function delimiter(manifest: string): string {
  const lines = new Set(manifest.split('\n'));
  let end = 'EOF';
  while (lines.has(end)) end += '_';
  return end;
}

function how(offer: {
  readonly action: ApplyAction;
  readonly name: string;
  readonly address: string | undefined;
  readonly wording: Wording;
}): PhrasingContent[] {
  const { action, name, address, wording } = offer;
  const { say, nodes } = wording;
  const variables = [...new Set(bracedVariables(action.manifest).map((variable) => variable.name))];
  const after = action.delete ? [text(say('deletedAtEnd'))] : [];
  if (variables.length > 0) {
    const values = variables.map((variable) => [code(`$${variable}`)]);
    return [...nodes('copiedAppliesWith', { variables: joined(values, ', ') }), ...after];
  }
  if (address === undefined)
    return [...nodes('copiedApplies', { command: [code(`${apply(action)} -f -`)] }), ...after];
  const download = element('a', { href: address, download: name }, [text(say('download', { file: name }))]);
  const command = [code(`${apply(action)} -f ${name}`)];
  return [
    ...nodes('downloadApplies', { download: [download as Nodes as PhrasingContent], command }),
    ...after,
  ];
}
