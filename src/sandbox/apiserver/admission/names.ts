/*
 * Formats of names, labels and keys; each function gives what is wrong with a text, in the API server's words.
 * See https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */

const alphanumeric = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainFormat = `${alphanumeric}(\\.${alphanumeric})*`;
const serviceFormat = '[a-z]([-a-z0-9]*[a-z0-9])?';
const qualifiedFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelFormat = `(${qualifiedFormat})?`;
const configKeyFormat = '[-._a-zA-Z0-9]+';

type Problems = readonly string[];

const tooLong = (length: number): string => `must be no more than ${length} characters`;

function formatProblem(what: string, format: string, examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}'`).join(' or ');
  const comma = examples.length > 1 ? shown.replaceAll(' or ', ',  or ') : shown;
  return `${what} (e.g. ${comma}, regex used for validation is '${format}')`;
}

const matches = (value: string, format: string): boolean => new RegExp(`^${format}$`).test(value);

/** A DNS subdomain: the name of most objects. */
export function subdomainProblems(value: string): Problems {
  const what =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [
    ...(value.length > 253 ? [tooLong(253)] : []),
    ...(matches(value, subdomainFormat) ? [] : [formatProblem(what, subdomainFormat, ['example.com'])]),
  ];
}

/** A DNS subdomain whose first label is any. */
export function wildcardProblems(value: string): Problems {
  const format = `\\*\\.${subdomainFormat}`;
  const what =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return matches(value, format) ? [] : [formatProblem(what, format, ['*.example.com'])];
}

/** A DNS label: the name of namespaces, containers and volumes. */
export function labelNameProblems(value: string): Problems {
  const what =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [
    ...(value.length > 63 ? [tooLong(63)] : []),
    ...(matches(value, alphanumeric)
      ? []
      : [dotted(value) ?? formatProblem(what, alphanumeric, ['my-name', '123-abc'])]),
  ];
}

/** Of what would do as several labels, only the dots are told. */
const dotted = (value: string): string | undefined =>
  value.split('.').every((part) => matches(part, alphanumeric)) ? 'must not contain dots' : undefined;

/** A DNS label that starts with a letter: the name of services. */
export function serviceNameProblems(value: string): Problems {
  const what =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [
    ...(value.length > 63 ? [tooLong(63)] : []),
    ...(matches(value, serviceFormat) ? [] : [formatProblem(what, serviceFormat, ['my-name', 'abc-123'])]),
  ];
}

/** A name that is one segment of a URL's path: roles and their bindings. */
export function pathSegmentProblems(value: string): Problems {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((mark) => value.includes(mark)).map((mark) => `may not contain '${mark}'`);
}

/** A key of labels, annotations and finalizers, with or without a prefix. */
export function qualifiedNameProblems(value: string): Problems {
  const what =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const problem = formatProblem(what, qualifiedFormat, ['MyName', 'my.name', '123-abc']);
  const parts = value.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${problem} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  return [
    ...prefixProblems(parts.length === 2 ? parts[0] : undefined),
    ...(name ? [] : ['name part must be non-empty']),
    ...(name.length > 63 ? [`name part ${tooLong(63)}`] : []),
    ...(matches(name, qualifiedFormat) ? [] : [`name part ${problem}`]),
  ];
}

function prefixProblems(prefix: string | undefined): Problems {
  if (prefix === undefined) return [];
  return prefix
    ? subdomainProblems(prefix).map((problem) => `prefix part ${problem}`)
    : ['prefix part must be non-empty'];
}

/** The value of a label. */
export function labelValueProblems(value: string): Problems {
  const what =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [
    ...(value.length > 63 ? [tooLong(63)] : []),
    ...(matches(value, labelFormat)
      ? []
      : [formatProblem(what, labelFormat, ['MyValue', 'my_value', '12345'])]),
  ];
}

/** A key of a ConfigMap or a Secret. */
export function configKeyProblems(value: string): Problems {
  const what = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
  return [
    ...(value.length > 253 ? [tooLong(253)] : []),
    ...(matches(value, configKeyFormat)
      ? []
      : [formatProblem(what, configKeyFormat, ['key.name', 'KEY_NAME', 'key-name'])]),
    ...(value === '.' || value === '..' ? [`must not be '${value}'`] : []),
    ...(value.startsWith('..') && value !== '..' ? ["must not start with '..'"] : []),
  ];
}

/** The name of a port: short, with a letter. */
export function portNameProblems(value: string): Problems {
  return [
    ...(value.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(value)
      ? []
      : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(value) ? [] : ['must contain at least one letter (a-z)']),
    ...(value.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(value) ? ['must not begin or end with a hyphen'] : []),
  ];
}

/** The name of an environment variable. */
export function variableNameProblems(value: string): Problems {
  const printable = /^[\x20-\x3c\x3e-\x7e]*$/.test(value);
  return printable
    ? []
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}
