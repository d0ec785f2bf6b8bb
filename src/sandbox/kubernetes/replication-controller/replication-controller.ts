import { forbiddenField, invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { goStringMap } from '../../apiserver/admission/go-value.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import { labelRules } from '../../apiserver/admission/object-meta-rules.ts';
import {
  ageColumn,
  formatLabels,
  nameColumn,
  numberColumn,
  textColumn,
  wide,
  workloadColumns,
} from '../../apiserver/columns.ts';
import { at, fieldsAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { defaultTemplate } from '../pod/pod-defaults.ts';
import { podSpecRules } from '../pod/pod-rules.ts';
import { templateWarnings } from '../pod/pod-warnings.ts';

/** What was there before ReplicaSets. @see https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/ */
export const replicationController = builtIn({
  kind: 'ReplicationController',
  orphansByDefault: true,
  selectable: ['status.replicas'],
  default: defaultController,
  warnings: templateWarnings('spec.template'),
  validate: controllerRules,
  columns: [
    nameColumn,
    numberColumn('Desired', 'spec.replicas'),
    numberColumn('Current', 'status.replicas'),
    numberColumn('Ready', 'status.readyReplicas'),
    ageColumn,
    ...workloadColumns.filter(({ name }) => name !== 'Selector'),
    wide(textColumn('Selector', (object) => formatLabels(at(object, 'spec.selector')))),
  ],
});

/** Labels of the template are its own and what it selects by, where it says nothing of them. */
function defaultController(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const labels = fieldsAt(object, 'spec.template.metadata.labels') as Readonly<Record<string, string>>;
  const own = object.metadata.labels ?? {};
  const isNew = Object.keys(labels).length > 0;
  const selector = fieldsAt(spec, 'selector');
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(isNew && Object.keys(own).length === 0 ? { labels } : {}),
    },
    spec: {
      replicas: 1,
      ...spec,
      ...(isNew && Object.keys(selector).length === 0 ? { selector: labels } : {}),
      ...(at(spec, 'template') === undefined
        ? {}
        : { template: defaultTemplate(fieldsAt(spec, 'template')) }),
    },
  };
}

function controllerRules(object: KubeObject): FieldError[] {
  const selector = fieldsAt(object, 'spec.selector');
  return [
    ...countRules(at(object, 'spec.minReadySeconds'), 'spec.minReadySeconds'),
    ...(Object.keys(selector).length ? [] : [required('spec.selector')]),
    ...countRules(at(object, 'spec.replicas'), 'spec.replicas'),
    ...(at(object, 'spec.template') === undefined
      ? [required('spec.template')]
      : templateRules(object, selector)),
  ];
}

function templateRules(object: KubeObject, selector: Readonly<Record<string, unknown>>): FieldError[] {
  const path = 'spec.template';
  const labels = fieldsAt(object, `${path}.metadata.labels`);
  const policy = textAt(object, `${path}.spec.restartPolicy`);
  const isSelected = Object.entries(selector).every(([key, value]) => labels[key] === value);
  return [
    ...(isSelected
      ? []
      : [
          invalid(
            `${path}.metadata.labels`,
            goStringMap(labels),
            '`selector` does not match template `labels`',
          ),
        ]),
    ...labelRules(labels, `${path}.labels`),
    ...podSpecRules(fieldsAt(object, `${path}.spec`), `${path}.spec`),
    ...(policy === 'Always' ? [] : [notSupported(`${path}.spec.restartPolicy`, policy, ['Always'])]),
    ...(at(object, `${path}.spec.activeDeadlineSeconds`) === undefined
      ? []
      : [
          forbiddenField(
            `${path}.spec.activeDeadlineSeconds`,
            'activeDeadlineSeconds in ReplicationController is not Supported',
          ),
        ]),
  ];
}
