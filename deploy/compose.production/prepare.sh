#!/usr/bin/env bash
# Makes the secrets of compose.yaml. See prepare.sh --help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
Usage: deploy/compose.production/prepare.sh [--renew] [--days N] [--dir DIR]

Makes what compose.yaml mounts as secrets, in the folder `secrets` beside it, which only its owner may enter: an authority of its own, a certificate for
each Kafka broker and for TimescaleDB, passwords, the brokers' settings, and platform.properties, to which you may add settings.

  --renew     new certificates; the authority, the passwords and platform.properties stay. Restart the brokers one by one, then the database
  --days N    how long certificates last (default: 365)
  --dir DIR   another folder

Ends with 0 when all is well, 1 when something failed or secrets are there already, 2 for wrong usage, 3 without openssl.
TEXT
}

renew='' days=365 dir=secrets
while (($# > 0)); do
  case $1 in
    -h | --help | help) usage && exit 0 ;;
    --renew) renew=yes ;;
    --days)
      [[ ${2:-} =~ ^[1-9][0-9]{0,3}$ ]] || { usage >&2 && exit 2; }
      days=$2 && shift
      ;;
    --dir)
      [[ -n ${2:-} ]] || { usage >&2 && exit 2; }
      dir=$2 && shift
      ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
command -v openssl >/dev/null || { echo "openssl is missing. Install it (Debian: sudo apt-get install openssl) and run this again." >&2; exit 3; }
if [[ -z $renew && -e $dir/ca.key ]]; then
  echo "There are secrets in $dir already. --renew makes new certificates; to begin anew, move the folder away: the passwords in it open what is stored." >&2
  exit 1
fi
if [[ -n $renew && ! -e $dir/ca.key ]]; then
  echo "There is no authority in $dir to renew certificates with. Run it without --renew first." >&2
  exit 1
fi
mkdir -p "$dir"
[[ -z $renew ]] || chmod u+w "$dir"/*
# The folder keeps others out. In their containers users without rights read the files.
chmod 700 "$dir"
cd "$dir"

quietly() {
  local said
  said=$("$@" 2>&1) || { echo "$said" >&2; exit 1; }
}

# certificate NAME: NAME.key and NAME.crt, for a host that is called so.
certificate() {
  quietly openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
  quietly openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$days" -out "$1.crt" \
    -extfile <(printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=digitalSignature' "$1")
  rm "$1.csr"
}

if [[ -z $renew ]]; then
  quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -keyout ca.key -out ca.pem -subj '/CN=Meridian bus and store' \
    -addext keyUsage=critical,keyCertSign,cRLSign
  bus=$(openssl rand -hex 24)
  store=$(openssl rand -hex 24)
  printf '%s' "$store" >storage-password
  printf '%s\n' '# Read by the services of the platform. Add settings of docs/reference/settings.md as you need them.' \
    'kafka.sasl.username=meridian' "kafka.sasl.password=$bus" 'storage.user=meridian' "storage.password=$store" >platform.properties
fi
bus=$(sed -n 's/^kafka.sasl.password=//p' platform.properties)

certificate timescaledb
for number in 1 2 3; do
  broker=kafka-$number
  certificate "$broker"
  cat "$broker.key" "$broker.crt" >"$broker.pem"
  rm "$broker.key" "$broker.crt"
  cat >"$broker.properties" <<TEXT
process.roles=broker,controller
node.id=$number
controller.quorum.voters=1@kafka-1:9094,2@kafka-2:9094,3@kafka-3:9094
listeners=CLIENT://:9093,BROKER://:9095,CONTROLLER://:9094
advertised.listeners=CLIENT://$broker:9093,BROKER://$broker:9095
listener.security.protocol.map=CLIENT:SASL_SSL,BROKER:SSL,CONTROLLER:SSL
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
listener.name.broker.ssl.client.auth=required
listener.name.controller.ssl.client.auth=required
ssl.keystore.type=PEM
ssl.keystore.location=/run/secrets/kafka.pem
ssl.truststore.type=PEM
ssl.truststore.location=/run/secrets/ca.pem
sasl.enabled.mechanisms=PLAIN
listener.name.client.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_meridian="$bus";
log.dirs=/var/lib/meridian/kafka
auto.create.topics.enable=false
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
unclean.leader.election.enable=false
TEXT
done
chmod 444 ./*
chmod 644 platform.properties
chmod 400 ca.key
echo "Made in $PWD: certificates for $days days, until $(openssl x509 -in timescaledb.crt -noout -enddate | cut -d= -f2)." >&2
