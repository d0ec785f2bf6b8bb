import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { runIstioctl } from '../../../helpers/run-istioctl.ts';
import type { TestClusters } from '../../../helpers/test-clusters.ts';
import type { Check } from './read-mutants.ts';

/** What a check sees: standard output, and the exit code in a line of its own. */
export async function look(clusters: TestClusters, check: Check): Promise<string> {
  if (check.istioctl !== undefined) {
    const { code, stdout, stderr } = await runIstioctl(clusters, words(check.istioctl));
    return `${stdout}${stderr}\nexit ${code}`;
  }
  if (check.get !== undefined) return objectText(clusters, check.get);
  const ran = check.pod === undefined ? undefined : await runIn(clusters, check.pod, check.run ?? '');
  if (check.log === undefined) return ran ?? '';
  const log = await clusters.log(clusters.east, check.log);
  return ran === undefined ? log.join('\n') : (log.at(-1) ?? '');
}

async function runIn(clusters: TestClusters, pod: string, command: string): Promise<string> {
  const { code, stdout, stderr } = await clusters.exec(clusters.east, pod, ...words(command));
  return `${stdout}${stderr}\nexit ${code}`;
}

/** Words of a command line in which quotes only hold a word together. */
const words = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');

function objectText({ east }: TestClusters, wanted: string): string {
  const [resource = '', place = ''] = wanted.split(' ');
  const [namespace = '', name = ''] = place.includes('/') ? place.split('/') : ['', place];
  const object = east.store.get<KubeObject>({ resource, namespace, name });
  return object ? lines('', object).join('\n') : 'not found';
}

/** A line for each value, `path: value`; conditions as `path.Type: Status Reason message`. */
function lines(path: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => lines(`${path}[${at}]`, one));
  if (typeof value !== 'object' || value === null) return [`${path}: ${String(value)}`];
  const { type, status, reason = '', message = '' } = value as Readonly<Record<string, unknown>>;
  if (typeof type === 'string' && typeof status === 'string')
    return [`${path.replace(/\[\d+\]$/, '')}.${type}: ${status} ${reason} ${message}`];
  return Object.entries(value).flatMap(([key, one]) => lines(path ? `${path}.${key}` : key, one));
}
