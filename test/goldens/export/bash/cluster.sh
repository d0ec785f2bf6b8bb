
# ── From here on: what is needed, and the page. ──

rb_tool kubectl '>=1.20' '>=1.20.0' version --client
rb_tool jq '>=1.6 || ^2' '>=1.6.0 || >=2.0.0 <3.0.0' --version
CLUSTER=${CLUSTER:-kind-one} && export CLUSTER
rb_take_clusters CLUSTER
rb_need "$CLUSTER" namespace istio-system
rb_ready_to_start

### Objects on a cluster · export/cluster.md

rb_runbook export/cluster.md 'Objects on a cluster' 120
SPACE=${SPACE-'shop'} && export SPACE

rb_cleanup_9() {
# Look · export/cluster.md:65
rb_step 65 'Look' look

while rb_try 9 114 'kubectl --context $CLUSTER delete namespace shop' checked needs=CLUSTER; do {
kubectl --context $CLUSTER delete namespace shop
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 115 'expect: namespace "shop" deleted' all both rb_words =namespace _ '="shop"' _ =deleted
done
}

rb_cleanup_2() {
rb_delete 2 19
}
rb_will_run 9 'rb_cleanup_9 rb_cleanup_2'

# Apply · export/cluster.md:9
rb_step 9 'Apply' apply

while rb_try 1 12 'apply Namespace to $CLUSTER' checked needs=CLUSTER; do {
rb_place "$CLUSTER"
rb_apply namespace/shop <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: shop }
YAML
rb_all_applied; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 15 'expect: created' all stdout rb_says result created ''
done

while rb_try 2 19 'apply Deployment, Service to $CLUSTER' within=30 checked needs=CLUSTER,SPACE; do {
rb_place "$CLUSTER" "$SPACE"
rb_apply deployment.apps/web 2 <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app: web }   # a comment with 'quotes' and $DOLLARS
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: docker.io/kennethreitz/httpbin, ports: [{ containerPort: 80 }] }] }
YAML
rb_apply service/web 2 <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 8000, targetPort: 80 }]
YAML
rb_all_applied; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 37 'expect: deployment/web created' all stdout rb_says result created deployment/web
rb_expect 38 'expect: service/web created' all stdout rb_says result created service/web
rb_expect 39 'expect within 20s: Available=True' last stdout rb_says condition Available True ''
rb_expect 40 'expect not: Available=False' not last stdout rb_says condition Available False ''
done

# Apply again · export/cluster.md:43
rb_step 43 'Apply again' apply-again

while rb_try 3 46 'apply Service to $CLUSTER' checked needs=CLUSTER,SPACE; do {
rb_place "$CLUSTER" "$SPACE"
rb_apply service/web <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 8000, targetPort: 80 }]
YAML
rb_all_applied; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 52 'expect: unchanged' all stdout rb_says result unchanged ''
done

while rb_try 4 56 'apply Service to $CLUSTER' checked needs=CLUSTER,SPACE; do {
rb_place "$CLUSTER" "$SPACE"
rb_apply service/web <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 8001, targetPort: 80 }]
YAML
rb_all_applied; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 62 'expect: configured' all stdout rb_says result configured ''
done

# Look · export/cluster.md:65
rb_step 65 'Look' look

while rb_try 5 68 'assert Deployment, Pod, Namespace on $CLUSTER' within=20 checked quiet needs=CLUSTER,SPACE; do {
rb_place "$CLUSTER" "$SPACE"
rb_read '' '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"}}'
rb_read '' '{"apiVersion":"v1","kind":"Pod","metadata":{"name":{"~":[null,"=web-","..."]}}}'
rb_read SPACE '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":{"~":[null,"$SPACE"]}}}'
rb_all_read; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 68 'assert Deployment $SPACE/web' last stdout rb_object '' 1 '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"status":{"readyReplicas":2,"conditions":[{"type":"Available","status":"True"}]}}'
rb_expect 76 'assert Pod $SPACE/web-...' last stdout rb_object '' 2 '{"apiVersion":"v1","kind":"Pod","metadata":{"name":{"~":[null,"=web-","..."]},"labels":{"app":"web"}},"status":{"phase":"Running","podIP":{"~":[null,"=10.","x","=.","x","=.","x"]}}}'
rb_expect 81 'assert Namespace $SPACE/${SPACE}' last stdout rb_object SPACE 3 '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":{"~":[null,"$SPACE"]}}}'
done

while rb_try 6 87 'assert no ConfigMap, Pod on $CLUSTER' within=5 checked quiet needs=CLUSTER; do {
rb_place "$CLUSTER" shop
rb_read '' '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"nothing"}}'
rb_read '' '{"apiVersion":"v1","kind":"Pod","metadata":{}}'
rb_all_read; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 87 'assert no ConfigMap shop/nothing' not last stdout rb_object '' 1 '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"nothing"}}'
rb_expect 91 'assert no Pod in shop' not last stdout rb_object '' 2 '{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"app":"other"}}}'
done

while rb_try 7 97 'kubectl --context $CLUSTER -n shop get deployment web -o json' checked; do {
kubectl --context $CLUSTER -n shop get deployment web -o json
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 98 'expect json: .spec.replicas = 2' all stdout rb_json '' '["spec","replicas"]' = 2
rb_expect 99 'expect json: .metadata.labels.app = w...' all stdout rb_json '' '["metadata","labels","app"]' = '{"~":[null,"=w","..."]}'
rb_expect 100 'expect json: .spec.template.spec.containers[*].name = web' all stdout rb_json '' '["spec","template","spec","containers",null,"name"]' = '{"~":[null,"=web"]}'
rb_expect 101 'expect not json: .spec.paused' not all stdout rb_json '' '["spec","paused"]' =
rb_expect 104 'json output, 1 line' all stdout rb_json_has '' subset '{"kind":"Deployment","spec":{"replicas":2,"template":{"spec":{"containers":[{"~":"any"},{"name":"web"}]}}}}'
done

while rb_try 8 109 'kubectl get namespace shop -o name' checked; do {
kubectl get namespace shop -o name
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 110 'expect exact: namespace/shop' all both rb_exact =namespace/shop
done

rb_finish
