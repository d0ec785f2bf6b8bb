/** `runbook/docusaurus`: settings of Docusaurus, by which a site shows runbooks. */
import { docusaurusRunbook } from './site/hosts/docusaurus.ts';

export type { DocusaurusConfig, DocusaurusRunbookOptions } from './site/hosts/docusaurus.ts';

/** Wraps what `docusaurus.config.js` exports: `export default runbook({ title: 'Docs', … })`. */
export default docusaurusRunbook;
