# ── From here on: what is needed, and the page. ──
rb_tool kubectl 1.20.0 version --client
CLUSTER=${CLUSTER:-kind-one} && export CLUSTER
rb_take_clusters "$CLUSTER"
(
cd -- "$rb_home"
kubectl --context $CLUSTER get namespace istio-system
) </dev/null >/dev/null 2>&1 || rb_missing 'export/platform.md has to be run first: its result is not there'

rb_file=export/page.md
cd -- "$rb_home" || exit 3
SPACE=${SPACE-'shop'} && export SPACE
rb_cleanup_1() {
# Ask it · export/page.md:24

while rb_run 40; do if rb_has CLUSTER SPACE; then {
kubectl --context $CLUSTER delete namespace $SPACE
rb_end $? "${PIPESTATUS[@]}"; } </dev/null >"$rb_out" 2>&1; fi
rb_has_line 41 all 'expect: namespace "shop" deleted' "${rb_word_before}namespace[[:space:]]+\"shop\"[[:space:]]+deleted${rb_hex_after}"
done
}
rb_cleanups=(rb_cleanup_1)

# Deploy it · export/page.md:9
rb_say '' 'Deploy it'

while rb_run 12; do if rb_has CLUSTER; then {
kubectl --context "$CLUSTER" apply --server-side --force-conflicts --validate=strict --field-manager=runbook -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: shop }
YAML
rb_end $? "${PIPESTATUS[@]}"; } </dev/null >"$rb_out" 2>&1; fi
done

while rb_run 18; do {
kubectl --context $CLUSTER -n $SPACE create deployment web \
  --image=docker.io/kennethreitz/httpbin --port=80
rb_end $? "${PIPESTATUS[@]}"; } </dev/null >"$rb_out" 2>&1
done

while rb_run 20 within=60 more=yes; do {
kubectl --context $CLUSTER -n $SPACE get pods
rb_end $? "${PIPESTATUS[@]}"; } </dev/null >"$rb_out" 2>&1
rb_has_row 21 last 'expect row within 1m: web-... 1/1 Running' "web-[^[:space:]]*" "1/1" "Running"
done

# Ask it · export/page.md:24
rb_say '' 'Ask it'

while rb_run 27 kind=job; do if rb_free 8094; then {
kubectl --context $CLUSTER -n $SPACE port-forward deployment/web 8094:80 &
rb_end 0 0; } </dev/null >"$rb_out" 2>&1 ; rb_started $! 30 'forwarding of each port' rb_forwards 1; fi
done

while rb_run 28 within=10 more=yes; do {
curl -si http://localhost:8094/get
rb_end $? "${PIPESTATUS[@]}"; } </dev/null >"$rb_out" 2>&1
rb_has_status 29 last 'expect within 10s: HTTP 200' "${rb_word_before}HTTP[[:space:]]+200${rb_digit_after}" 200
done

while rb_run 30 accepts=0,141/0,1 kind=writes; do {
curl -s http://localhost:8094/status/418 | grep coffee
rb_end $? "${PIPESTATUS[@]}"; } </dev/null >"$rb_out" 2>&1
rb_silent 31 all 'expect: no output'
done

while rb_run 32 ends='%1'; do {
kill %1
rb_end $? "${PIPESTATUS[@]}"; } </dev/null >"$rb_out" 2>&1
done

# open http://localhost:8094
rb_say '- line 35 is left out: needs a person to do it'

rb_done
