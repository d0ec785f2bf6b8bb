import type { AdmissionPlugin } from '../apiserver/admission/plugin.ts';
import { requestAdmission } from './certificate-signing-request/request-admission.ts';
import { ingressAdmission } from './ingress/ingress-admission.ts';
import { limitRanger } from './limit-range/limit-ranger.ts';
import { claimResize, defaultStorageClass } from './persistent-volume-claim/claim-admission.ts';
import { podSecurity } from './pod-security/pod-security-admission.ts';
import { priorityAdmission } from './priority-class/priority-admission.ts';
import { rbacEscalation } from './rbac/escalation.ts';
import { quotaAdmission } from './resource-quota/quota-admission.ts';
import { runtimeClassAdmission } from './runtime-class/runtime-class-admission.ts';
import { serviceAllocation } from './service/service-allocation.ts';
import { serviceAccountAdmission } from './service-account/service-account-admission.ts';
import { policyAdmission } from './validating-admission-policy/policy-admission.ts';
import { mutatingWebhooks, validatingWebhooks } from './webhook/webhook-admission.ts';

/** What looks at writes besides the kinds themselves, in the order of the API server. */
export const admissionPlugins: readonly AdmissionPlugin[] = [
  limitRanger,
  serviceAccountAdmission,
  podSecurity,
  priorityAdmission,
  requestAdmission,
  defaultStorageClass,
  claimResize,
  runtimeClassAdmission,
  ingressAdmission,
  rbacEscalation,
  mutatingWebhooks,
  policyAdmission,
  validatingWebhooks,
  quotaAdmission,
  serviceAllocation,
];
