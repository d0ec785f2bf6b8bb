import { sameObject, sections } from './reference-rules.ts';
import type { RuleAt } from './rule-table.ts';

const alternative = (field: string, other: string): RuleAt => ({
  at: ['spec.validation.subjectAltNames[]'],
  rule: `self.type != '${field}' || (has(self.${field.toLowerCase()}) && self.${field.toLowerCase()} != '')`,
  message: `SubjectAltName element must contain ${field}, if Type is set to ${field}${other}`,
});

const noAlternative = (field: string): RuleAt => ({
  at: ['spec.validation.subjectAltNames[]'],
  rule: `self.type == '${field}' || !has(self.${field.toLowerCase()}) || self.${field.toLowerCase()} == ''`,
  message: `SubjectAltName element must not contain ${field}, if Type is not set to ${field}`,
});

const hasReferences = 'has(self.caCertificateRefs) && self.caCertificateRefs.size() > 0';
const hasWellKnown = "has(self.wellKnownCACertificates) && self.wellKnownCACertificates != ''";

/** Rules of a BackendTLSPolicy. */
export const backendTlsPolicyRules: readonly RuleAt[] = [
  ...sections('spec.targetRefs', 'target', sameObject),
  {
    at: ['spec.validation'],
    rule: `!(${hasReferences}) || !(${hasWellKnown})`,
    message: 'must not contain both CACertificateRefs and WellKnownCACertificates',
  },
  {
    at: ['spec.validation'],
    rule: `(${hasReferences}) || (${hasWellKnown})`,
    message: 'must specify either CACertificateRefs or WellKnownCACertificates',
  },
  alternative('Hostname', ''),
  noAlternative('Hostname'),
  alternative('URI', ''),
  noAlternative('URI'),
];
