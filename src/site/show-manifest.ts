import type { Code, PhrasingContent, RootContent } from 'mdast';
import { fieldManager } from '../engine/model/field-manager.ts';
import type { ApplyAction, Block } from '../engine/model/runbook.ts';
import { bracedVariables } from '../engine/shell/braced-variables.ts';
import { code, element, text } from './element.ts';
import { applyOf, manifestName } from './manifest-files.ts';
import type { Page } from './page.ts';

/**
 * A manifest as YAML, and under it the command that applies its file. `data-runbook-before` and `-after` are the lines
 * around it that make it a command by itself, for whatever copies the panel.
 */
export function showManifest(block: Block, node: Code, { options, slug }: Page): RootContent[] {
  const action = applyOf(block);
  if (!action) return [node];
  const value = action.manifest.trim();
  const name = manifestName(block);
  const address = options.asset?.(`${slug}/${name}`);
  const panel = { ...node, lang: 'yaml', meta: `title="${name} ${destination(action)}"`, value };
  const end = delimiter(value);
  const around = {
    dataRunbookBefore: `${filledIn(value)}${apply(action)} -f - <<'${end}'`,
    dataRunbookAfter: end,
  };
  return [
    element('div', around, [panel as RootContent]),
    element('p', { className: 'rb-apply' }, how({ action, name, address })),
  ];
}

/** Where the objects of a block go or are: `→ $CLUSTER1, namespace demo`. */
function destination({ cluster, namespace }: Pick<ApplyAction, 'cluster' | 'namespace'>): string {
  return `→ ${cluster}${namespace === undefined ? '' : `, namespace ${namespace}`}`.replaceAll('"', '');
}

/** What a run does with the manifest, as kubectl's command: kubectl checks fields strictly by itself. */
function apply({ cluster, namespace, force }: ApplyAction): string {
  const place = namespace === undefined ? '' : ` -n ${namespace}`;
  const conflicts = force === false ? '' : ' --force-conflicts';
  return `kubectl --context ${cluster} apply${place} --server-side --field-manager=${fieldManager}${conflicts}`;
}

/** What puts values of variables into a manifest on its way to kubectl; nothing when it has none. */
function filledIn(manifest: string): string {
  const names = new Set(bracedVariables(manifest).map(({ name }) => name));
  if (names.size === 0) return '';
  return `envsubst '${[...names].map((name) => `\${${name}}`).join(' ')}' | `;
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
}): PhrasingContent[] {
  const { action, name, address } = offer;
  const fill = filledIn(action.manifest);
  const command = code(`${fill}${apply(action)} -f ${fill === '' ? name : `- < ${name}`}`);
  const file = address
    ? [
        element('a', { href: address, download: name }, [text(`Download ${name}`)]),
        text(' and apply it: '),
        command,
      ]
    : [text('Apply it: '), command];
  const after = action.delete ? [text(' A run deletes its objects again at the end.')] : [];
  return [...(file as PhrasingContent[]), text('.'), ...after];
}
