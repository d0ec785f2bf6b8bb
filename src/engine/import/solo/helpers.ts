import { directiveOf } from '../../format/arrows/check-line.ts';
import { literalPattern } from '../as-pattern.ts';
import { isText, type Text, type Value } from './javascript.ts';
import { asCommand, asWord } from './shell-text.ts';

/** Lines of bash that check what a call of the workshops' helpers checks; `within` is how long its test is repeated. */
type Helper = (given: Given, within: string) => readonly string[] | undefined;

/** What a helper is given, by name. */
type Given = ReadonlyMap<string, Value>;

/**
 * The helpers that tests call, by name. What isn't here is left in the test.
 * @see https://github.com/solo-io/workshops, `tests/chai-exec.js` and `tests/chai-http.js` of each workshop
 */
export const helpers: Readonly<Record<string, Helper>> = {
  checkBody: (given, within) => {
    const body = textIn(given, 'body');
    const curl = curlOf(given, []);
    if (body === undefined || curl === undefined || given.has('data') || given.has('method'))
      return undefined;
    return [curl, expectation({ within, not: given.get('match') === false }, body)];
  },
  checkDaemonSet: (given, within) => rollout('daemonset', given, within),
  checkDeployment: (given, within) => rollout('deployment', given, within),
  checkDeploymentsWithLabels: (given, within) => {
    const labels = textIn(given, 'labels');
    const instances = given.get('instances');
    const kubectl = kubectlOf(given);
    if (labels === undefined || typeof instances !== 'number') return undefined;
    const list = `${kubectl} get deployments -l ${asWord(labels)}`;
    return [
      `${list} -o name | wc -l`,
      directiveOf({ words: `within ${within}`, text: String(instances) }),
      `${kubectl} wait deployment -l ${asWord(labels)} --for=condition=Available --timeout=${within}`,
    ];
  },
  checkStatefulSet: (given, within) => rollout('statefulset', given, within),
  checkURL: (given, within) => {
    const status = given.get('retCode');
    const curl = curlOf(given, ['-I']);
    if (typeof status !== 'number' || curl === undefined) return undefined;
    return [curl, directiveOf({ words: `within ${within}`, text: `HTTP ${status}` })];
  },
  genericCommand: (given, within) => {
    const command = textIn(given, 'command');
    const contains = textIn(given, 'responseContains');
    if (command === undefined || contains === undefined) return undefined;
    return [asCommand(command), expectation({ within, not: false }, contains)];
  },
  k8sObjectIsPresent: (given, within) => {
    const kind = textIn(given, 'k8sType');
    const name = textIn(given, 'k8sObj');
    if (kind === undefined || name === undefined) return undefined;
    return [
      `${kubectlOf(given)} get ${asWord(kind)} ${asWord(name)}`,
      directiveOf({ words: `within ${within} exit`, text: '0' }),
    ];
  },
};

function textIn(given: Given, name: string): Text | undefined {
  const value = given.get(name);
  return isText(value) ? value : undefined;
}

/** `# expect within 3m: TEXT`; variables in it have their values. */
export function expectation({ within, not }: { within: string; not: boolean }, text: Text): string {
  const written = text.every((part) => typeof part === 'string')
    ? literalPattern(text.join(''))
    : asCommand(text);
  return directiveOf({ words: `${not ? 'not ' : ''}within ${within}`, text: written });
}

function kubectlOf(given: Given): string {
  const context = textIn(given, 'context');
  const namespace = textIn(given, 'namespace');
  const flags = [
    ...(context === undefined ? [] : ['--context', asWord(context)]),
    ...(namespace === undefined ? [] : ['-n', asWord(namespace)]),
  ];
  return ['kubectl', ...flags].join(' ');
}

function rollout(kind: string, given: Given, within: string): readonly string[] | undefined {
  const name = textIn(given, 'k8sObj');
  if (name === undefined) return undefined;
  return [`${kubectlOf(given)} rollout status ${asWord([`${kind}/`, ...name])} --timeout=${within}`];
}

/** A request as the helpers send it: whatever certificate the server has, redirections not followed. */
function curlOf(given: Given, flags: readonly string[]): string | undefined {
  const host = textIn(given, 'host');
  const headers = headersIn(given.get('headers'));
  if (host === undefined || headers === undefined || given.has('certFile')) return undefined;
  const url = asWord([...host, ...(textIn(given, 'path') ?? [])]);
  return ['curl -sk', ...flags, ...headers.map((header) => `-H ${asWord(header)}`), url].join(' ');
}

function headersIn(value: Value | undefined): readonly Text[] | undefined {
  if (value === undefined) return [];
  if (typeof value !== 'object' || !('items' in value)) return undefined;
  const read = value.items.map((each) => {
    if (typeof each !== 'object' || !('fields' in each)) return undefined;
    const key = textIn(each.fields, 'key');
    const text = textIn(each.fields, 'value');
    return key === undefined || text === undefined ? undefined : [...key, ': ', ...text];
  });
  return read.every((each) => each !== undefined) ? read : undefined;
}
