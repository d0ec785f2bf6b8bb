import { describe, it } from 'vitest';
import { type Case, expectOneMessage } from './expect-one-message.ts';

const documents: readonly Case[] = [
  {
    title: 'a file that is not there',
    args: ['exec', 'labs/helo.md'],
    code: 2,
    says: ['There is no file `labs/helo.md`', 'Did you mean `labs/hello.md`?'],
  },
  {
    title: 'an empty file',
    args: ['exec', 'empty.md'],
    code: 2,
    says: ['empty.md:1:1', 'The file is empty'],
  },
  {
    title: 'a page without a block',
    args: ['exec', 'prose.md'],
    code: 2,
    says: ['prose.md:1:1', 'Nothing in the file can run'],
  },
  {
    title: 'an unknown key in the front matter',
    args: ['exec', 'front-matter.md'],
    code: 2,
    says: ['front-matter.md:2:1', '`titel`', 'title'],
  },
  {
    title: 'front matter that is no YAML',
    args: ['exec', 'broken-yaml.md'],
    code: 2,
    says: ['broken-yaml.md:'],
  },
  { title: 'an unclosed quote', args: ['exec', 'quote.md'], code: 2, says: ['quote.md:4:6', 'quote'] },
  {
    title: 'an unknown word of an expectation',
    args: ['exec', 'word.md'],
    code: 2,
    says: ['word.md:5:10', '`rows`', '`row`'],
  },
];

const options: readonly Case[] = [
  {
    title: 'an unknown option',
    args: ['exec', 'x.md', '--reportr', 'text'],
    code: 2,
    says: ['`--reportr`', '--reporter'],
  },
  {
    title: 'an unknown command',
    args: ['exce', 'x.md'],
    code: 2,
    says: ['`exce` is no command', '`runbook exec`'],
  },
  {
    title: 'a file in place of a command',
    args: ['labs/hello.md'],
    code: 2,
    says: ['`runbook exec labs/hello.md`'],
  },
  { title: 'no file', args: ['exec'], code: 2, says: ['Missing required argument `file`'] },
  {
    title: 'an unknown reporter',
    args: ['exec', 'labs/hello.md', '--reporter', 'txt'],
    code: 2,
    says: ['`txt`', '`text`'],
  },
  {
    title: 'two reporters on standard output',
    args: ['exec', 'labs/hello.md', '--reporter', 'text', '--reporter', 'ndjson'],
    code: 2,
    says: ['Two reporters', 'ndjson=run.ndjson'],
  },
  {
    title: 'a report that cannot be written',
    args: ['exec', 'labs/hello.md', '--reporter', 'ndjson=fails.md/run.ndjson'],
    code: 2,
    says: ['`fails.md/run.ndjson` cannot be written'],
  },
  {
    title: 'two reports in one file',
    args: ['exec', 'labs/hello.md', '--reporter', 'ndjson=/dev/null', '--reporter', 'junit=/dev/null'],
    code: 2,
    says: ['Two reporters', '`/dev/null`'],
  },
  {
    title: 'a pattern that matches nothing',
    args: ['exec', 'labs/*.markdown'],
    code: 2,
    says: ['`labs/*.markdown` matches no Markdown file', '`runbook list`'],
  },
  {
    title: 'no number of jobs',
    args: ['exec', 'labs/hello.md', '--jobs', '0'],
    code: 2,
    says: ['`0`', '`auto`'],
  },
  {
    title: 'a shard beyond the last',
    args: ['exec', 'labs/hello.md', '--shard', '5/4'],
    code: 2,
    says: ['`5/4`', '1/4 to 4/4'],
  },
  {
    title: 'no number of retries',
    args: ['exec', 'labs/hello.md', '--retries', 'often'],
    code: 2,
    says: ['`often`', '0 to 99'],
  },
  {
    title: 'flaky files that nothing finds out',
    args: ['exec', 'labs/hello.md', '--fail-on-flaky'],
    code: 2,
    says: ['`--fail-on-flaky` needs `--retries`'],
  },
  {
    title: 'an update of many runs',
    args: ['exec', 'labs/hello.md', '--jobs', '2', '--update'],
    code: 2,
    says: ['`--update` is for one run', '`--jobs`'],
  },
  {
    title: 'a step of many runs',
    args: ['exec', 'labs/hello.md', 'slow.md', '--jobs', '2', '--from', 'greet'],
    code: 2,
    says: ['`--from` is about one file'],
  },
  {
    title: 'a step that is not there',
    args: ['exec', 'labs/hello.md', '--from', 'gret'],
    code: 2,
    says: ['`gret`', '`greet`'],
  },
  {
    title: 'no duration',
    args: ['exec', 'labs/hello.md', '--timeout', 'soon'],
    code: 2,
    says: ['`soon`', '`30s`'],
  },
  {
    title: 'no pair',
    args: ['exec', 'labs/hello.md', '--env', 'NAME'],
    code: 2,
    says: ['`NAME`', 'NAME=value'],
  },
  {
    title: 'an unknown target',
    args: ['exec', 'labs/hello.md', '--target', 'cloud'],
    code: 2,
    says: ['`cloud`', 'sandbox'],
  },
  {
    title: 'a cluster variable that no runbook has',
    args: ['exec', 'clusters.md', '--cluster', 'CLUSTER3=x'],
    code: 2,
    says: ['`CLUSTER3`', '--cluster CLUSTER'],
  },
];

describe('a mistake in a document', () => {
  it.for(documents)('$title', (item) => expectOneMessage(item));
});

describe('a mistake on the command line', () => {
  it.for(options)('$title', (item) => expectOneMessage(item));
});
