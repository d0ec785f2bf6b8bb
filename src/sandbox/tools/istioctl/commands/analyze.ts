import { namespaceOf } from '../../../mesh/resources.ts';
import { conditions } from '../analyze/conditions.ts';
import { documentation } from '../analyze/documentation.ts';
import {
  type Analyzer,
  inOrder,
  isAsBad,
  lineOf,
  type Message,
  namespaceOfMessage,
  originOf,
} from '../analyze/message.ts';
import { namespaces } from '../analyze/namespaces.ts';
import { denials, policies } from '../analyze/policies.ts';
import { portNames } from '../analyze/port-names.ts';
import { type Call, type Command, notSimulated, UsageError } from '../command.ts';
import { goValue } from '../output/shape.ts';
import { jsonText, yamlText } from '../output/write.ts';

/** Those that are simulated, by their real names. */
const analyzers: readonly Analyzer[] = [policies, conditions, namespaces, portNames, denials];

/** Namespaces that istioctl doesn't look at. */
const ignored = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'];

/** Exit code when something was found that is as bad as `--failure-threshold` says. */
const foundCode = 79;

/**
 * `istioctl analyze`, of a cluster. Each time it names the analyzers that it has, since the real one has more.
 * @see https://github.com/istio/istio/blob/1.29.3/istioctl/pkg/analyze/analyze.go
 */
export const analyze: Command = {
  names: ['analyze'],
  operands: '<file>...',
  about: 'Look for mistakes in the objects of a cluster',
  passedOn: [
    { name: 'list-analyzers', letter: 'L', type: 'bool', help: 'list what it looks for', refused: true },
    {
      name: 'use-kube',
      letter: 'k',
      type: 'bool',
      default: 'true',
      help: 'look at the cluster',
      refused: true,
    },
    { name: 'color', type: 'bool', help: 'print in colour', refused: true },
    { name: 'verbose', letter: 'v', type: 'bool', help: 'say what was looked at', refused: true },
    {
      name: 'failure-threshold',
      type: 'Level',
      default: 'Error',
      help: 'how bad a finding has to be for exit code 79',
    },
    {
      name: 'output-threshold',
      type: 'Level',
      default: 'Info',
      help: 'how bad a finding has to be to be printed',
    },
    { name: 'output', letter: 'o', type: 'string', default: 'log', help: 'log, json or yaml' },
    { name: 'meshConfigFile', type: 'string', help: 'a file with settings of the mesh', refused: true },
    { name: 'all-namespaces', letter: 'A', type: 'bool', help: 'in all namespaces' },
    { name: 'suppress', letter: 'S', type: 'stringArray', help: 'a finding to leave out', refused: true },
    { name: 'timeout', type: 'duration', default: '30s', help: 'how long it may take' },
    { name: 'recursive', letter: 'R', type: 'bool', help: 'has no effect any more', refused: true },
    { name: 'ignore-unknown', type: 'bool', help: "don't mind files that can't be read" },
    {
      name: 'revision',
      letter: 'r',
      type: 'string',
      default: 'default',
      help: 'revision of the control plane',
    },
    { name: 'remote-contexts', type: 'stringArray', help: 'contexts of other clusters', refused: true },
    { name: 'analyzer', type: 'stringArray', help: 'the only ones to ask', refused: true },
  ],
  run(call) {
    const { flags, io } = call;
    const format = flags.text('output').toLowerCase();
    if (!['log', 'json', 'yaml'].includes(format))
      throw new UsageError(`${format} not a valid option for format. See istioctl analyze --help`);
    if (flags.positionals.length) throw notSimulated('istioctl analyze of files');
    const world = call.world();
    const everywhere = flags.on('all-namespaces');
    const namespace = everywhere ? '' : call.namespace();
    if (namespace && !namespaceOf(world, namespace)) {
      io.stderr.write(`namespace ${JSON.stringify(namespace)} not found\n`);
      return 0;
    }
    const found = inOrder(analyzers.flatMap(({ look }) => look(world))).filter((message) => {
      const place = namespaceOfMessage(message);
      return !ignored.includes(place) && (everywhere || place === namespace || place === '');
    });
    const shown = found.filter(({ level }) => isAsBad(level, flags.text('output-threshold')));
    const target = everywhere ? 'all namespaces' : `namespace: ${namespace}`;
    say(call, format, shown, target);
    if (format !== 'log' || !found.some(({ level }) => isAsBad(level, flags.text('failure-threshold'))))
      return 0;
    io.stderr.write(
      `Error: Analyzers found issues when analyzing ${target}.\nSee ${documentation} for more information about causes and resolutions.\n`,
    );
    return foundCode;
  },
};

function say({ io }: Call, format: string, shown: readonly Message[], target: string): void {
  io.stderr.write(
    `sandbox: of istioctl's analyzers these are simulated: ${analyzers.map(({ name }) => name).join(', ')}\n`,
  );
  const data = goValue({ is: 'any' }, shown.map(dataOf));
  if (format === 'json') io.stdout.write(`${jsonText(data, '\t')}\n`);
  else if (format === 'yaml') io.stdout.write(`${yamlText(data)}\n`);
  else io.stdout.write(`${shown.map(lineOf).join('\n')}\n`);
  if (!shown.length) io.stderr.write(`✔ No validation issues found when analyzing ${target}.\n`);
}

const dataOf = ({ level, code, object, text }: Message): object => ({
  code,
  documentationUrl: `${documentation}/${code.toLowerCase()}/?ref=istioctl-analyze`,
  level,
  message: text,
  origin: originOf(object),
});
