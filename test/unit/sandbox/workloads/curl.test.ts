import { beforeAll, describe, expect, test } from 'vitest';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { OneWorld } from './one-world.ts';

let cluster: OneWorld;
let pod: PodObject;

beforeAll(() => {
  cluster = new OneWorld();
  cluster.service('ratings', { app: 'ratings' });
  cluster.service('empty', { app: 'nobody' });
  cluster.pod('ratings', { image: 'istio/examples-bookinfo-ratings-v1:1', labels: { app: 'ratings' } });
  pod = cluster.pod('client', {
    image: 'curlimages/curl:8.5.0',
    container: { command: ['sleep', 'infinity'] },
  });
});

const curl = (...args: readonly string[]) => cluster.exec(pod, ['curl', ...args]);
const script = async (text: string) => cluster.exec(pod, ['sh', '-c', text]);

describe('curl fails like curl', () => {
  test.each<[readonly string[], number, RegExp]>([
    [['-sS', 'http://nowhere:80/'], 6, /^curl: \(6\) Could not resolve host: nowhere\n$/],
    [
      ['-sS', 'http://empty:9080/'],
      7,
      /^curl: \(7\) Failed to connect to empty port 9080 after \d+ ms: Couldn't connect to server\n$/,
    ],
    [['-sS', 'http://a b/'], 3, /^curl: \(3\) URL rejected: /],
    [['-sS', 'foo://ratings/'], 1, /^curl: \(1\) Protocol "foo" not supported or disabled in libcurl\n$/],
    [['-sS', 'ftp://ratings/'], 2, /^sandbox: curl's protocol ftp is not simulated\n$/],
    [
      ['-sS', '-o', '/none/x', 'http://ratings:9080/health'],
      23,
      /^curl: \(23\) Failure writing output to destination\n$/,
    ],
    [
      ['-s', '-O', 'http://ratings:9080/'],
      23,
      /^curl: Remote file name has no length\ncurl: \(23\) Failed writing/,
    ],
    [['-sS', '-F', 'a', 'http://ratings/'], 2, /^curl: option -F: is badly used here\ncurl: try/],
    [
      ['-sS', '-F', 'a=@/none', 'http://ratings/'],
      26,
      /^curl: \(26\) Failed to open\/read local data from file\/application\n$/,
    ],
    [
      ['-sS', '-T', '/none', 'http://ratings/'],
      26,
      /^curl: Can't open '\/none'\ncurl: try .*\ncurl: \(26\) Failed to open/,
    ],
    [['-sS', '[1-3'], 3, /^curl: \(3\) bad range in URL position 4:\n\[1-3\n {3}\^\n$/],
    [['-sS', 'x/{a,b'], 3, /^curl: \(3\) unmatched brace in URL position 3:\nx\/\{a,b\n {2}\^\n$/],
    [['-sS', 'x/a}'], 3, /^curl: \(3\) unmatched close brace\/bracket in URL position 4:\n/],
    [['-s', 'x/[3-1]'], 3, /^$/],
    [['-sI', '-d', 'x', 'http://ratings/'], 2, /^$/],
    [['-sSf', 'http://ratings:9080/none'], 22, /^curl: \(22\) The requested URL returned error: 404\n$/],
    [
      ['-sS', '-o', '/proc/x', 'http://ratings:9080/health'],
      23,
      /curl: \(23\) Failure writing output to destination\n$/,
    ],
    [
      ['-sS', '-d', '@/tmp/none', 'http://ratings:9080/'],
      26,
      /^curl: Failed to open \/tmp\/none\ncurl: option -d: error encountered when reading a file\ncurl: try /,
    ],
    [
      ['-sS', '--connect-timeout', '0.05', 'http://10.244.9.9/'],
      28,
      /^curl: \(28\) Connection timed out after \d+ milliseconds\n$/,
    ],
    [
      ['-sS', '-m', '0.05', 'http://httpbin.org/delay/5'],
      28,
      /^curl: \(28\) Operation timed out after \d+ milliseconds with 0 bytes received\n$/,
    ],
    [['-sS', 'https://ratings:9080/'], 35, /^curl: \(35\) .*wrong version number\n$/],
    [
      ['-sSL', '--max-redirs', '2', 'http://httpbin.org/redirect/5'],
      47,
      /^curl: \(47\) Maximum \(2\) redirects followed\n$/,
    ],
    [['--frob'], 2, /^curl: option --frob: is unknown\ncurl: try 'curl --help'/],
    [['-o'], 2, /^curl: option -o: requires parameter\n/],
    [['-m', 'x', 'http://ratings'], 2, /^curl: option -m: expected a proper numerical parameter\n/],
    [['-s'], 2, /^curl: \(2\) no URL specified\n/],
    [['--digest', 'http://ratings'], 2, /^sandbox: curl's option --digest is not simulated\n$/],
    [['-C', '5', 'http://ratings'], 2, /^sandbox: curl's option -C is not simulated\n$/],
    [['-s', '-x', 'socks5://p', 'http://ratings'], 2, /^sandbox: curl knows only proxies of HTTP/],
  ])('%j gives %i', async (args, code, stderr) => {
    const ran = await curl(...args);
    expect(ran.stderr).toMatch(stderr);
    expect(ran.code).toBe(code);
  });

  test('says nothing with -s alone', async () => {
    expect(await curl('-s', 'http://nowhere/')).toEqual({ code: 6, stdout: '', stderr: '' });
  });
});

describe('curl', () => {
  test.each<[string, readonly string[], string]>([
    ['prints the body', ['-s', 'ratings:9080/health'], '{"status":"Ratings is healthy"}'],
    ['joins short options', ['-sSo/dev/null', '-w%{http_code}', 'ratings:9080/health'], '200'],
    [
      'takes unique beginnings of long options',
      ['--sil', '--writ', '%{http_code}\\t%{size_download}%%', '-o', '/dev/null', 'ratings:9080/health'],
      '200\t31%',
    ],
    [
      'follows redirects',
      [
        '-sL',
        '-o',
        '/dev/null',
        '-w',
        '%{http_code} %{num_redirects} %{url_effective}',
        'httpbin.org/redirect/2',
      ],
      '200 2 http://httpbin.org/get',
    ],
    [
      'tells where it would have gone',
      ['-s', '-o', '/dev/null', '-w', '%{http_code} %{redirect_url}', 'httpbin.org/redirect/1'],
      '302 http://httpbin.org/get',
    ],
    [
      'sends a header',
      ['-s', '-H', 'X-Thing: 1', '-H', 'Accept:', 'httpbin.org/headers', '-A', 'me'],
      '{\n  "headers": {\n    "Host": "httpbin.org", \n    "User-Agent": "me", \n    "X-Amzn-Trace-Id": "…", \n    "X-Thing": "1"\n  }\n}\n',
    ],
    [
      'signs in',
      ['-s', '-u', 'a:b', '-o', '/dev/null', '-w', '%{http_code}', 'httpbin.org/basic-auth/a/b'],
      '200',
    ],
    [
      'asks with HEAD',
      ['-sI', '-o', '/dev/null', '-w', '%{method} %{size_download}', 'httpbin.org/get'],
      'HEAD 0',
    ],
    [
      'speaks TLS',
      ['-s', '-o', '/dev/null', '-w', '%{scheme} %{remote_port} %header{server}', 'https://httpbin.org/get'],
      'HTTPS 443 gunicorn/19.9.0',
    ],
    [
      'connects where --resolve says',
      ['-s', '--resolve', 'x.y:80:203.0.113.54', '-w', ' %{remote_ip}', '-o', '/dev/null', 'http://x.y/get'],
      ' 203.0.113.54',
    ],
    [
      'reports what failed',
      ['-s', '-w', '%{http_code} %{exitcode} %{errormsg}', 'http://nowhere/'],
      '000 6 Could not resolve host: nowhere',
    ],
  ])('%s', async (_, args, expected) => {
    expect((await curl(...args)).stdout.replace(/Root=[^"]+/, '…')).toBe(expected);
  });

  test.each<[string, readonly string[], object]>([
    ['a form', ['-d', 'a=1', '-d', 'b=2'], { form: { a: '1', b: '2' }, json: null }],
    ['what is encoded', ['--data-urlencode', 'q=a b&c'], { form: { q: 'a b&c' } }],
    ['an at sign as it is', ['--data-raw', '@x'], { form: { '@x': '' } }],
    ['JSON', ['--json', '{"a":1}'], { json: { a: 1 }, data: '{"a":1}' }],
    ['another method', ['-X', 'PUT', '-d', 'a=1'], { method: 'PUT' }],
    ['a query', ['-G', '-d', 'a=1'], { args: { a: '1' }, method: 'GET' }],
    ['a part', ['-r', '2-5'], { headers: { Range: 'bytes=2-5' } }],
    [
      'JSON before what it takes',
      ['--json', '1'],
      { headers: { Accept: 'application/json', 'Content-Type': 'application/json' } },
    ],
    [
      'what HTTP/2 begins with',
      ['--http2'],
      { headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c' } },
    ],
    ['a form', ['-F', 'a=1', '--form-string', 'b=@c'], { form: { a: '1', b: '@c' } }],
    [
      'a file of a form',
      ['-F', 'f=@/etc/hostname;type=text/plain;filename=n'],
      { files: { f: 'client\n' }, form: {} },
    ],
    ['a field from a file', ['-F', 'f=</etc/hostname'], { files: {}, form: { f: 'client\n' } }],
    ['a file', ['-T', '/etc/hostname'], { method: 'PUT', data: 'client\n' }],
    ['a blank as a plus sign', ['--data-urlencode', 'a=b c', '-G'], { args: { a: 'b c' } }],
  ])('sends %s', async (_, args, expected) => {
    const { stdout } = await curl('-s', ...args, 'httpbin.org/anything');
    expect(JSON.parse(stdout)).toMatchObject(expected);
  });

  test.each<[string, readonly string[], string]>([
    [
      'ranges and sets, the last turning fastest',
      ['-s', 'httpbin.org/anything/[1-2]/{a,b}', '-o', '/dev/null', '-w', '%{url} '],
      'httpbin.org/anything/1/a httpbin.org/anything/1/b httpbin.org/anything/2/a httpbin.org/anything/2/b ',
    ],
    [
      'steps and widths',
      ['-s', 'httpbin.org/ip?[08-12:2]', '-o', '/dev/null', '-w', '%{url} '],
      'httpbin.org/ip?08 httpbin.org/ip?10 httpbin.org/ip?12 ',
    ],
    ['letters', ['-s', 'httpbin.org/ip?[a-c]', '-o', '/dev/null', '-w', '%{http_code} '], '200 200 200 '],
    ['statuses', ['-s', 'httpbin.org/status/{200,404}', '-w', '%{http_code} '], '200 404 '],
    [
      'nothing with -g',
      ['-gs', 'httpbin.org/anything/[1-2]', '-o', '/dev/null', '-w', '%{url}'],
      'httpbin.org/anything/[1-2]',
    ],
    [
      'as many at once',
      ['-Zs', 'httpbin.org/ip?[1-3]', '-o', '/dev/null', '-w', '%{http_code} '],
      '200 200 200 ',
    ],
  ])('globs %s', async (_, args, expected) => {
    expect((await curl(...args)).stdout).toBe(expected);
  });

  test('names files after globs, in a folder that it makes', async () => {
    const { stdout } = await script(
      "curl -s 'httpbin.org/anything/{a,b}?[1-2]' --output-dir /tmp/out --create-dirs -o 'f_#1_#2' -w '%{filename_effective} '; ls /tmp/out",
    );
    expect(stdout).toBe(
      '/tmp/out/f_a_1 /tmp/out/f_a_2 /tmp/out/f_b_1 /tmp/out/f_b_2 f_a_1\nf_a_2\nf_b_1\nf_b_2\n',
    );
  });

  test('unpacks what comes packed', async () => {
    const { stdout } = await curl('-s', '--compressed', 'httpbin.org/{gzip,deflate,brotli}');
    expect(stdout.match(/"(gzipped|deflated|brotli)": true/g)).toHaveLength(3);
    expect(stdout).toContain('"Accept-Encoding": "deflate, gzip, br, zstd"');
  });

  test('asks by way of a proxy', async () => {
    const { stdout } = await curl(
      '-s',
      '-x',
      'http://httpbin.org:80',
      'http://elsewhere.example/headers',
      '-w',
      '%{http_code}',
    );
    expect(stdout).toContain('"Host": "elsewhere.example"');
    expect(stdout).toContain('"Proxy-Connection": "Keep-Alive"');
  });

  test('names an unknown variable of --write-out', async () => {
    const { stderr } = await curl('-s', '-o', '/dev/null', '-w', '%{constructor}', 'httpbin.org/get');
    expect(stderr).toBe("curl: unknown --write-out variable: 'constructor'\n");
  });

  test('says all that it knows of a transfer as JSON, and on stderr what belongs there', async () => {
    const { stdout } = await curl('-s', '-o', '/dev/null', '-w', '%{json}', 'httpbin.org/get');
    expect(JSON.parse(stdout)).toMatchObject({
      content_type: 'application/json',
      errormsg: null,
      exitcode: 0,
      http_code: 200,
      http_version: '1.1',
      method: 'GET',
      scheme: 'HTTP',
      size_request: 77,
      url: 'httpbin.org/get',
      urlnum: 0,
    });
    expect(
      await curl('-s', '-o', '/dev/null', '-w', '%{stderr}err %{stdout}out %{onerror}no', 'httpbin.org/get'),
    ).toEqual({ code: 0, stdout: 'out ', stderr: 'err ' });
    const { stdout: headers } = await curl(
      '-s',
      '-o',
      '/dev/null',
      '-w',
      '%{header_json}',
      'httpbin.org/get',
    );
    expect(JSON.parse(headers)).toMatchObject({ 'content-type': ['application/json'] });
  });

  test('tells its version and what it is built with', async () => {
    const { stdout } = await curl('-V');
    expect(stdout).toMatch(
      /^curl 8\.5\.0 \(x86_64-pc-linux-musl\) libcurl\/8\.5\.0 OpenSSL .*\nRelease-Date: 2023-12-06\nProtocols: dict file .*\nFeatures: /,
    );
  });

  test('keeps cookies in a file', async () => {
    const { stdout } = await script(
      'curl -s -o /dev/null -c /tmp/jar "httpbin.org/cookies/set?a=1"; tail -1 /tmp/jar; curl -s -b /tmp/jar httpbin.org/cookies; curl -s -b x=y httpbin.org/cookies',
    );
    expect(stdout).toBe(
      'httpbin.org\tFALSE\t/\tFALSE\t0\ta\t1\n{\n  "cookies": {\n    "a": "1"\n  }\n}\n{\n  "cookies": {\n    "x": "y"\n  }\n}\n',
    );
  });

  test('tells with -v what it does, on stderr', async () => {
    const { stdout, stderr } = await curl('-sv', 'ratings:9080/health');
    expect(stdout).toBe('{"status":"Ratings is healthy"}');
    expect(stderr.replace(/Date: .*\r/, 'Date: …\r').replace(/10\.96\.[\d.]+/g, 'IP')).toBe(
      [
        '*   Trying IP:9080...',
        '* Connected to ratings (IP) port 9080',
        '> GET /health HTTP/1.1\r',
        '> Host: ratings:9080\r',
        '> User-Agent: curl/8.5.0\r',
        '> Accept: */*\r',
        '> \r',
        '< HTTP/1.1 200 OK\r',
        '< Content-type: application/json\r',
        '< Date: …\r',
        '< Connection: keep-alive\r',
        '< Keep-Alive: timeout=5\r',
        '< Transfer-Encoding: chunked\r',
        '< \r',
        '{ [42 bytes data]',
        '* Connection #0 to host ratings left intact',
        '',
      ].join('\n'),
    );
  });

  test('shows its meter unless it is silent', async () => {
    const { stderr } = await curl('ratings:9080/health');
    expect(stderr).toMatch(
      /^ {2}% Total {4}% Received % Xferd .*\n.*\n\r {2}0 {5}0 .*\r100 {4}31 {2}100 {4}31 {4}0 {5}0 .*\n$/,
    );
  });

  test('puts headers before the body with -i, and into a file with -D', async () => {
    const { stdout } = await script('curl -si -D /tmp/h ratings:9080/health; echo; head -1 /tmp/h');
    expect(stdout).toMatch(
      /^HTTP\/1\.1 200 OK\r\nContent-type: .*\r\n\r\n\{"status":"Ratings is healthy"\}\nHTTP\/1\.1 200 OK\r\n$/s,
    );
  });

  test('tries again when told to', async () => {
    const { stderr, code } = await curl(
      '-sSf',
      '--retry',
      '2',
      '--retry-delay',
      '0.01',
      'httpbin.org/status/503',
    );
    expect(stderr).toBe(
      'Warning: Problem: HTTP error. Will retry in 0.01 seconds. 2 retries left.\n' +
        'Warning: Problem: HTTP error. Will retry in 0.01 seconds. 1 retry left.\n' +
        'curl: (22) The requested URL returned error: 503\n',
    );
    expect(code).toBe(22);
  });
});
