import { parser } from 'sax';

export type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
};

type Rule = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
  readonly text?: true;
};

const result: Rule = { required: [], optional: ['type', 'message'], children: [], text: true };
const rerun: Rule = {
  required: ['type'],
  optional: ['message'],
  children: ['stackTrace', 'system-out', 'system-err'],
};
const streams: Rule = { required: [], optional: [], children: [], text: true };

/** What a case came to before it was run again. */
const reruns = ['rerunFailure', 'rerunError', 'flakyFailure', 'flakyError'];

/**
 * What may stand where in a JUnit file.
 * @see https://github.com/jenkinsci/xunit-plugin, junit-10.xsd
 */
const schema: Readonly<Record<string, Rule>> = {
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    children: ['testsuite'],
  },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { required: [], optional: [], children: ['property'] },
  property: { required: ['name', 'value'], optional: [], children: [] },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure', ...reruns, 'system-out', 'system-err'],
  },
  skipped: result,
  error: result,
  failure: result,
  ...Object.fromEntries(reruns.map((name) => [name, rerun])),
  stackTrace: streams,
  'system-out': streams,
  'system-err': streams,
};

/** What XML 1.0 calls a character (2.2); a parser refuses a document with any other. */
const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Reads a JUnit file strictly. @throws Error at the first thing that is not XML or not in the schema. */
export function readJunit(xml: string): Element {
  const at = illegal.exec(xml);
  if (at !== null) throw new Error(`an illegal character at ${at.index}`);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const reader = parser(true);
  reader.onerror = (error) => {
    throw error;
  };
  reader.onopentag = ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  reader.ontext = (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  reader.onclosetag = () => void open.pop();
  reader.write(xml).close();
  const [suites, ...more] = root.children;
  if (suites?.name !== 'testsuites' || more.length > 0) throw new Error('the root is not `testsuites`');
  check(suites);
  return suites;
}

function check(element: Element): void {
  const { name, attributes, children, text } = element;
  const rule = schema[name];
  if (rule === undefined) throw new Error(`<${name}> is unknown`);
  for (const key of rule.required)
    if (attributes[key] === undefined) throw new Error(`<${name}> needs ${key}`);
  for (const key of Object.keys(attributes)) {
    if (![...rule.required, ...rule.optional].includes(key)) throw new Error(`<${name}> takes no ${key}`);
  }
  if (attributes.time !== undefined && !/^\d+\.\d{3}$/.test(attributes.time))
    throw new Error(attributes.time);
  if (rule.text === undefined && text.trim() !== '') throw new Error(`<${name}> takes no text`);
  for (const child of children) {
    if (!rule.children.includes(child.name)) throw new Error(`<${name}> takes no <${child.name}>`);
    check(child);
  }
}

/** All elements of a name, in the order of the document. */
export function elements(root: Element, name: string): readonly Element[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap((child) => elements(child, name))];
}
