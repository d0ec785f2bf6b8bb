import { dateAgeColumn, nameColumn } from '../../apiserver/columns.ts';
import { customResource } from '../../kubernetes/define.ts';

/** How the controller of the enterprise agentgateway classes deploys a gateway's proxy. */
export const enterpriseAgentgatewayParameters = customResource({
  group: 'enterpriseagentgateway.solo.io',
  versions: ['v1alpha1'],
  kind: 'EnterpriseAgentgatewayParameters',
  plural: 'enterpriseagentgatewayparameters',
  shortNames: ['eagpar'],
  columns: [nameColumn, dateAgeColumn],
});
