/** Docker's official images: every name without a slash that its registry serves. @see https://github.com/docker-library/official-images */
const official =
  'adminer aerospike alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita buildpack-deps ' +
  'busybox caddy cassandra centos chronograf cirros clearlinux clefos clickhouse clojure composer consul convertigo couchbase ' +
  'couchdb crate crux dart debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang ' +
  'express-gateway fedora flink fluentd friendica gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hello-seattle ' +
  'hello-world hitch hola-mundo httpd hylang ibm-semeru-runtimes ibmjava influxdb irssi jenkins jetty jobber joomla jruby julia ' +
  'kaazing-gateway kapacitor kibana known kong krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki ' +
  'memcached mongo mongo-express monica mono mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary nuxeo ' +
  'odoo open-liberty openjdk opensuse oraclelinux orientdb percona perl phoenixnap photon php php-zendserver phpmyadmin plone ' +
  'postfixadmin postgres pypy python r-base rabbitmq rails rakudo-star rapidoid redis redmine registry rethinkdb rocket.chat ' +
  'rockylinux ros ruby rust sapmachine satosa scratch silverpeas sl solr sonarqube sourcemage spark spiped storm swarm swift ' +
  'swipl teamspeak telegraf thrift tomcat tomee traefik ubuntu ubuntu-debootstrap unit valkey varnish vault websphere-liberty ' +
  'wordpress xwiki yourls znc zookeeper';

/** Repositories of others that public pages about Kubernetes use most, without their registry. */
const others =
  'bitnami/kubectl bitnami/nginx bitnami/redis bitnami/postgresql curlimages/curl kennethreitz/httpbin mccutchen/go-httpbin ' +
  'nginxinc/nginx-unprivileged nginxdemos/hello paulbouwer/hello-kubernetes nicolaka/netshoot hashicorp/http-echo ' +
  'traefik/whoami containous/whoami jmalloc/echo-server fortio/fortio istio/fortio grafana/grafana prom/prometheus ' +
  'prom/node-exporter jaegertracing/all-in-one openzipkin/zipkin argoproj/argocd rancher/k3s calico/node cilium/cilium ' +
  'google-samples/hello-app google-samples/gb-frontend google-samples/gb-redis-follower e2e-test-images/agnhost ' +
  'e2e-test-images/busybox echoserver pause etcd kube-apiserver kube-proxy nginx-slim fluentd-elasticsearch ' +
  'stefanprodan/podinfo gcr.io/google-samples/node-hello google-samples/node-hello perl bitnami/mongodb mongodb/mongodb-community-server';

/** Names that a registry is known to have, as `library/nginx` and `curlimages/curl`. */
export const publicNames: ReadonlySet<string> = new Set([
  ...official.split(' ').map((name) => `library/${name}`),
  ...others.split(' '),
]);
