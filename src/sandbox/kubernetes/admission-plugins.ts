import type { AdmissionPlugin } from '../apiserver/admission/plugin.ts';
import { podSecurity } from './pod-security/pod-security-admission.ts';
import { rbacEscalation } from './rbac/escalation.ts';
import { serviceAccountAdmission } from './service-account/service-account-admission.ts';

/** What looks at writes besides the kinds themselves, in the order of the API server. */
export const admissionPlugins: readonly AdmissionPlugin[] = [
  serviceAccountAdmission,
  podSecurity,
  rbacEscalation,
];
