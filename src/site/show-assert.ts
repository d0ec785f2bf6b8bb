import type { Code, PhrasingContent, RootContent } from 'mdast';
import type { Block, Expectation, ObjectArgs } from '../engine/model/runbook.ts';
import { code, element } from './element.ts';
import type { Wording } from './wording.ts';

/** What an assert block asks for, and the command to look at it. */
export function showAssert(block: Block, node: Code, { say }: Wording): RootContent[] {
  const wanted = { ...node, lang: 'yaml', meta: `title="${say('objects')}"`, value: node.value.trim() };
  return [element('div', { className: 'rb-wanted' }, [wanted]), lookCommand(block, node)];
}

/** The commands that show what an assert block looks at. */
function lookCommand(block: Block, node: Code): Code {
  const lines = block.segments.flatMap(({ statements, expectations }) => {
    const action = statements[0]?.action;
    const cluster = action?.kind === 'assert' ? action.cluster : '';
    return expectations.map(({ args }) => getCommand(args as ObjectArgs, cluster));
  });
  return { ...node, lang: 'bash', meta: null, value: [...new Set(lines)].join('\n') };
}

/** The kind with its group, since several groups may have a kind of that name. */
function getCommand({ apiVersion, kind, name, namespace, object }: ObjectArgs, cluster: string): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  const place = namespace === undefined ? '' : ` -n ${namespace}`;
  const isPlain = name !== undefined && !/\.\.\.|…/u.test(name);
  const which = isPlain ? ` ${name}` : selector(object);
  return `kubectl --context ${cluster}${place} get ${kind.toLowerCase()}${group}${which} -o yaml`;
}

function selector({ metadata }: ObjectArgs['object']): string {
  const labels = isMap(metadata) && isMap(metadata.labels) ? Object.entries(metadata.labels) : [];
  const plain = labels.filter(([, value]) => typeof value === 'string' && !/\.\.\.|…/u.test(value));
  return plain.length === 0 ? '' : ` -l ${plain.map(([key, value]) => `${key}=${value}`).join(',')}`;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What must hold, in words: `There should be a Gateway bookinfo/waypoint like this`. */
export function objectPhrase({ args, negated }: Expectation, { nodes }: Wording): PhrasingContent[] {
  const { called } = args as ObjectArgs;
  return nodes(negated ? 'objectIsNot' : 'objectIs', { object: [code(called)] });
}
