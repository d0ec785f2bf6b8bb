import {
  labelNameProblems,
  labelValueProblems,
  qualifiedNameProblems,
  serviceNameProblems,
  subdomainProblems,
} from '../../admission/names.ts';
import type { Library, Registrar } from '../library.ts';

class FormatNamespace {}

class Format {
  readonly problemsOf: (text: string) => readonly string[];
  constructor(problemsOf: (text: string) => readonly string[]) {
    this.problemsOf = problemsOf;
  }
}

const unless = (holds: (text: string) => boolean, problem: string) => (text: string) =>
  holds(text) ? [] : [problem];

/** A generated name may end in the middle. */
const asPrefix = (problemsOf: Format['problemsOf']) => (text: string) => problemsOf(text.replace(/-$/, 'a'));

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const formats: Readonly<Record<string, Format['problemsOf']>> = {
  dns1123Label: labelNameProblems,
  dns1123LabelPrefix: asPrefix(labelNameProblems),
  dns1123Subdomain: subdomainProblems,
  dns1123SubdomainPrefix: asPrefix(subdomainProblems),
  dns1035Label: serviceNameProblems,
  dns1035LabelPrefix: asPrefix(serviceNameProblems),
  labelValue: labelValueProblems,
  qualifiedName: qualifiedNameProblems,
  uri: unless((text) => URL.canParse(text) || text.startsWith('/'), 'invalid URI'),
  uuid: unless((text) => uuid.test(text), 'does not match the UUID format'),
  byte: unless((text) => base64.test(text), 'invalid base64'),
  date: unless((text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)), 'invalid date'),
  datetime: unless(
    (text) => /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}/.test(text) && !Number.isNaN(Date.parse(text)),
    'invalid datetime',
  ),
};

/**
 * `format.dns1123Label().validate(text)`: what is wrong with a text, if anything.
 * @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library
 */
export function formatFunctions(environment: Registrar, Optional: Library['Optional']): void {
  environment.registerType('FormatNamespace', FormatNamespace);
  environment.registerType('kubernetes.NamedFormat', Format);
  environment.registerConstant('format', 'FormatNamespace', new FormatNamespace());
  for (const [name, problemsOf] of Object.entries(formats))
    environment.registerFunction(
      `FormatNamespace.${name}(): kubernetes.NamedFormat`,
      () => new Format(problemsOf),
    );
  environment.registerFunction(
    'kubernetes.NamedFormat.validate(string): optional<list<string>>',
    ({ problemsOf }: Format, text: string) => {
      const problems = problemsOf(text);
      return problems.length ? Optional.of(problems) : Optional.none();
    },
  );
}
