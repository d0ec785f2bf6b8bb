import { type Filter, hopeless } from '../filter.ts';
import { hardEffects, matchesNodeAffinity, tolerates, untolerated } from '../placement.ts';

const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

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
