import { type Filter, hopeless } from '../filter.ts';
import { hardEffects, matchesNodeAffinity, tolerates, untolerated } from '../placement.ts';

const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** A pod that asks for nodes by name alone has all others left out before anything is looked at. */
export const namedNodes: Filter = {
  name: 'NodeAffinity',
  check({ spec }, { node }) {
    const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    const terms = required?.nodeSelectorTerms ?? [];
    const named = terms.map(({ matchFields = [] }) =>
      matchFields.filter(({ operator }) => operator === 'In'),
    );
    if (!named.length || named.some((fields) => fields.length === 0)) return [];
    const isMeant = named.some((fields) =>
      fields.every(({ values = [] }) => values.includes(node.metadata.name)),
    );
    return isMeant ? [] : hopeless("node(s) didn't satisfy plugin(s) [NodeAffinity]");
  },
};

export const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  check: ({ spec }, { node }) =>
    node.spec?.unschedulable && !spec?.tolerations?.some((toleration) => tolerates(toleration, cordon))
      ? hopeless('node(s) were unschedulable')
      : [],
};

export const taintToleration: Filter = {
  name: 'TaintToleration',
  check({ spec = {} }, { node }) {
    const taint = untolerated(spec, node, hardEffects);
    return taint ? hopeless(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`) : [];
  },
};

export const nodeAffinity: Filter = {
  name: 'NodeAffinity',
  check: ({ spec = {} }, { node }) =>
    matchesNodeAffinity(spec, node) ? [] : hopeless("node(s) didn't match Pod's node affinity/selector"),
};
