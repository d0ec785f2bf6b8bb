import { at, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

/** What is measured beside what should be: `cpu: 20%/50%, memory: 10Mi/64Mi`; at most two of it. */
export function targetsText(object: KubeObject): string {
  const specs = listAt(object, 'spec.metrics');
  if (!specs.length) return '<none>';
  const statuses = listAt(object, 'status.currentMetrics');
  const texts = specs.map((spec, index) => targetText(spec, statuses[index]));
  const more = texts.length - most;
  return `${texts.slice(0, most).join(', ')}${more > 0 ? ` + ${more} more...` : ''}`;
}

const most = 2;

const sources: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function targetText(spec: unknown, status: unknown): string {
  const source = sources[textAt(spec, 'type')];
  if (!source) return '<unknown type>';
  const isResource = source === 'resource' || source === 'containerResource';
  const prefix = isResource ? `${textAt(spec, `${source}.name`)}: ` : '';
  const field =
    at(spec, `${source}.target.averageValue`) !== undefined || source === 'pods'
      ? 'averageValue'
      : other(source);
  const current = shown(at(status, `${source}.current.${field}`), field) ?? '<unknown>';
  const wanted = shown(at(spec, `${source}.target.${field}`), field) ?? '<auto>';
  const isShare = field === 'averageValue' && (source === 'object' || source === 'external');
  return `${prefix}${current}/${wanted}${isShare ? ' (avg)' : ''}`;
}

const other = (source: string): string =>
  source === 'object' || source === 'external' ? 'value' : 'averageUtilization';

const shown = (value: unknown, field: string): string | undefined =>
  value === undefined ? undefined : `${value}${field === 'averageUtilization' ? '%' : ''}`;
