import type { Definition } from './ast.ts';
import { parseDefinitions } from './parse-jq.ts';

/** Functions that jq's manual explains by others. */
const source = `
def select(f): if f then . else empty end;
def map(f): [.[] | f];
def recurse(f): def r: ., (f | r); r;
def recurse(f; cond): def r: ., (f | select(cond) | r); r;
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type == "array" or type == "object");
def scalars: select(type != "array" and type != "object");
def map_values(f): .[] |= f;
def to_entries: [keys_unsorted[] as $k | {key: $k, value: .[$k]}];
def from_entries: reduce .[] as $x ({}; . + {($x | (if .key == null then (if .k == null then (if .name == null then (if .Name == null then .Key else .Name end) else .name end) else .k end) else .key end) | if type == "string" then . elif . == null then "null" else tojson end): ($x | if has("value") then .value elif has("v") then .v else .Value end)});
def with_entries(f): to_entries | map(f) | from_entries;
def del(f): delpaths([path(f)]);
def paths: path(..) | select(length > 0);
def paths(f): . as $d | paths | select(. as $p | $d | getpath($p) | f);
def leaf_paths: paths(type != "array" and type != "object");
def pick(f): . as $d | reduce path(f) as $p (null; setpath($p; $d | getpath($p)));
def any(f): any(.[]; f);
def all(f): all(.[]; f);
def all: all(.[]; .);
def any: any(.[]; .);
def add(f): reduce f as $x (null; . + $x);
def add: add(.[]);
def in(xs): . as $x | xs | has($x);
def inside(xs): . as $x | xs | contains($x);
def range($x): range(0; $x);
def until(cond; update): def _u: if cond then . else (update | _u) end; _u;
def while(cond; update): def _w: if cond then ., (update | _w) else empty end; _w;
def repeat(f): def _r: ., (f | _r); _r;
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def nth($n; f): last(limit($n + 1; f));
def isempty(f): first((f | false), true);
def IN(s): any(s == .; .);
def IN(src; s): any(src == s; .);
def ascii: [.] | implode;
def finites: select(isinfinite or isnan | not);
def sort: sort_by(.);
def unique: unique_by(.);
def min: min_by(.);
def max: max_by(.);
def test($re): test($re; null);
def match($re): match($re; null);
def capture($re; $flags): match($re; $flags) | [.captures[] | select(.name != null) | {key: .name, value: .string}] | from_entries;
def capture($re): capture($re; null);
def scan($re; $flags): match($re; "g" + ($flags // "")) | if (.captures | length) > 0 then [.captures[].string] else .string end;
def scan($re): scan($re; null);
def splits($re; $flags): split($re; $flags) | .[];
def splits($re): splits($re; null);
def sub($re; str): sub($re; str; "");
def gsub($re; str): sub($re; str; "g");
def gsub($re; str; $flags): sub($re; str; $flags + "g");
def ascii_downcase: explode | map(if . >= 65 and . <= 90 then . + 32 else . end) | implode;
def ascii_upcase: explode | map(if . >= 97 and . <= 122 then . - 32 else . end) | implode;
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def error: error(.);
def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $w | [$x] + $w end;
`;

let read: readonly Definition[] | undefined;

/** They are read when jq is first run. */
export function prelude(): readonly Definition[] {
  read ??= parseDefinitions(source);
  return read;
}
