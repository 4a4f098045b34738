# shellcheck shell=bash
# Finds the real servers that tests and the development stack start, and installs a missing one when it may. Sourced.

# need_server PROGRAM [PACKAGE]: 0 when the program can be run; otherwise says what to do and returns 1.
need_server() {
  local program=$1 package=${2:-$1}
  # Servers live in sbin, which is not on every user's PATH.
  PATH=$PATH:/usr/local/sbin:/usr/sbin
  export PATH
  if ! command -v "$program" >/dev/null && may_install; then
    echo "Installing $package"
    install_without_starting "$package" || echo "Installing $package did not work." >&2
  fi
  if ! command -v "$program" >/dev/null; then
    {
      echo "$program is missing, and the tests run against a real one."
      echo "Install it (Debian: sudo apt-get install $package) and run this again, or run ./test.sh quick."
    } >&2
    return 1
  fi
  echo "$program: $(command -v "$program")"
}

may_install() {
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null
}

# A packaged server would start as a service on all interfaces, now and at each boot. Tests start their own on the
# loopback, so a policy refuses the start for the length of the install and the service stays disabled.
install_without_starting() (
  package=$1
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt=(apt-get -q -y -o DPkg::Lock::Timeout=120)
  "${apt[@]}" update </dev/null || exit 1
  "${apt[@]}" install --no-install-recommends "$package" </dev/null || exit 1
  if command -v systemctl >/dev/null; then
    dpkg -L "$package" | sed -n 's,^.*/systemd/system/\([^/]*\.service\)$,\1,p' | while read -r unit; do
      # Through the files, which also works where systemd is installed and not running.
      systemctl --root=/ disable "$unit" || true
      systemctl stop "$unit" >/dev/null 2>&1 || true
    done
  fi
)

# need_python_grpc: 0 when plugins in Python can be run, with gRPC and the compiler of the contract.
need_python_grpc() {
  if ! python_with_grpc >/dev/null && may_install; then
    echo "Installing python3-grpcio"
    install_without_starting python3-grpcio || echo "Installing python3-grpcio did not work." >&2
  fi
  if ! python_with_grpc; then
    {
      echo "Python with gRPC is missing, and the tests run a plugin with it."
      echo "Install it (Debian: sudo apt-get install python3-grpcio) and run this again, or run ./test.sh quick."
    } >&2
    return 1
  fi
  need_server protoc protobuf-compiler
}

python_with_grpc() {
  local python
  for python in python3 /usr/bin/python3; do
    if command -v "$python" >/dev/null && "$python" -c 'import grpc, google.protobuf' 2>/dev/null; then
      echo "Python with gRPC: $(command -v "$python")"
      return 0
    fi
  done
  return 1
}

# need_timescaledb: tries to have a PostgreSQL server with TimescaleDB, and says why it cannot. The tests that want it are skipped then.
# It lies in a folder with a small Debian of its own, whatever this machine runs, and is started with that folder as its
# root. dev-servers knows the folder as well. Making it takes a minute; it is done once.
need_timescaledb() {
  local home=${XDG_CACHE_HOME:-$HOME/.cache}/meridian/timescaledb-17
  if [[ ! -e $home ]]; then
    if ! may_install; then
      echo "TimescaleDB: not there, and only root can install and start it. Its tests are skipped." >&2
      return 0
    fi
    echo "Installing TimescaleDB in $home"
    if ! make_timescaledb "$home"; then
      echo "TimescaleDB: cannot be had here, see above. Its tests are SKIPPED." >&2
      return 0
    fi
  fi
  echo "TimescaleDB: $home"
}

# From where this machine itself gets its packages.
debian_mirror() {
  local mirror
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
  if [[ -z $mirror ]]; then
    echo "The package sources of this machine name no mirror of Debian." >&2
    return 1
  fi
  echo "$mirror"
}

make_timescaledb() (
  home=$1
  part=$home.part
  if ! command -v mmdebstrap >/dev/null; then
    install_without_starting mmdebstrap || return 1
  fi
  mirror=$(debian_mirror) || return 1
  rm -rf "$part"
  mkdir -p "$(dirname "$home")"
  mmdebstrap --quiet --variant=minbase --include=postgresql-17-timescaledb trixie "$part" "$mirror" </dev/null || {
    rm -rf "$part"
    return 1
  }
  # A folder of this name is whole.
  mv "$part" "$home"
)

# need_clickhouse: tries to have the engine of ClickHouse, and says why it cannot. The tests that want it are skipped then.
# It is a library, which comes by npm from where this machine gets its packages. dev-servers knows the folder as well.
need_clickhouse() {
  local home=${XDG_CACHE_HOME:-$HOME/.cache}/meridian/clickhouse-26.7.3
  if [[ ! -e $home/libchdb.so ]]; then
    echo "Fetching the engine of ClickHouse to $home (180 MB)"
    if ! fetch_clickhouse "$home"; then
      echo "ClickHouse: cannot be had here, see above. Its tests are SKIPPED." >&2
      return 0
    fi
  fi
  echo "ClickHouse: $home"
}

fetch_clickhouse() (
  home=$1
  part=$home.part
  if [[ $(uname -s)-$(uname -m) != Linux-x86_64 ]]; then
    echo "The engine is used on Linux on x86-64 only." >&2
    return 1
  fi
  if ! command -v npm >/dev/null; then
    echo "npm is missing, which fetches it (Debian: sudo apt-get install npm)." >&2
    return 1
  fi
  rm -rf "$part"
  mkdir -p "$part"
  cd "$part" || return 1
  # npm checks what it fetched by the sum that its registry has.
  archive=$(npm pack --silent @chdb/lib-linux-x64-gnu@26.7.3-stable.1 </dev/null) &&
    tar -xzf "$archive" package/libchdb.so &&
    mkdir -p "$home" &&
    # A file of this name is whole.
    mv package/libchdb.so "$home/libchdb.so"
  result=$?
  cd / && rm -rf "$part"
  return "$result"
)

# need_chromium: tries to have the browser in which the management pages are tested, and says why it cannot. Its tests are skipped then.
need_chromium() {
  if ! command -v npm >/dev/null; then
    echo "npm is missing, so the management pages are not built (Debian: sudo apt-get install nodejs npm). Their tests are SKIPPED." >&2
  elif [[ -z ${CHROMIUM:-} ]] && ! need_server chromium; then
    echo "Chromium: cannot be had here, see above. The tests of the pages in a browser are SKIPPED." >&2
  fi
}

# need_faketime: tries to have the library that gives one process a clock of its own, and says why it cannot. The test that wants it is skipped then.
need_faketime() {
  need_server faketime || echo "A clock that can be set: cannot be had here, see above. The test of alerts by real faults is SKIPPED." >&2
}

# need_prometheus: tries to have Prometheus with its promtool, and Alertmanager, and says why it cannot. Their tests are skipped then.
need_prometheus() {
  if ! need_server prometheus || ! need_server prometheus-alertmanager; then
    echo "Prometheus: cannot be had here, see above. The tests of metrics, alert rules and dashboards with it are SKIPPED." >&2
  fi
}

# need_docker: tries to have a Docker daemon that answers, and says why it cannot. The tests that run containers are skipped then.
# Where none answers and root may start one, it is started for this run alone, with its data in a folder of its own and
# without a bridge: tests use no network of containers. stop_docker ends it.
need_docker() {
  local home=${XDG_CACHE_HOME:-$HOME/.cache}/meridian/docker
  if docker_answers; then
    echo "Docker: ${DOCKER_HOST:-the daemon of this machine}"
    return 0
  fi
  if ! may_install; then
    echo "Docker: no daemon answers, and only root can start one. The tests with containers are SKIPPED." >&2
    return 0
  fi
  PATH=$PATH:/usr/local/sbin:/usr/sbin
  export PATH
  if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
    echo "Installing docker.io"
    install_without_starting docker.io || echo "Installing docker.io did not work." >&2
    ! command -v systemctl >/dev/null || systemctl --root=/ disable docker.socket containerd.service || true
  fi
  if ! start_docker "$home"; then
    unset DOCKER_HOST
    echo "Docker: cannot be had here, see $home/log. The tests with containers are SKIPPED." >&2
    return 0
  fi
  echo "Docker: $DOCKER_HOST"
}

docker_answers() {
  command -v docker >/dev/null && timeout 10 docker version >/dev/null 2>&1
}

start_docker() {
  local home=$1 tries
  local -a bridge=()
  command -v dockerd >/dev/null || return 1
  # Told to have none, it would take away the bridge of another daemon.
  [[ -e /sys/class/net/docker0 ]] || bridge=(--bridge none)
  mkdir -p "$home"
  # A socket and a number that an ended one left would mislead.
  rm -f "$home/pid" "$home/docker.sock"
  dockerd --data-root "$home/data" --exec-root "$home/exec" --host "unix://$home/docker.sock" --pidfile "$home/pid" \
    "${bridge[@]}" --iptables=false --ip-forward=false >"$home/log" 2>&1 </dev/null &
  started_docker=$!
  export DOCKER_HOST=unix://$home/docker.sock
  for ((tries = 0; tries < 120; tries++)); do
    if docker_answers; then
      return 0
    fi
    kill -0 "$started_docker" 2>/dev/null || break
    sleep 0.25
  done
  stop_docker
  return 1
}

# need_compose: tries to have 'docker compose', and says why it cannot. The tests of the stack in containers are skipped then.
# Debian has it in its newer release; the one file of that package needs nothing of it.
need_compose() {
  local plugins=$HOME/.docker/cli-plugins part
  if docker compose version >/dev/null 2>&1; then
    echo "Docker compose: $(docker compose version --short)"
    return 0
  fi
  if ! may_install || ! command -v docker >/dev/null; then
    echo "Docker compose: not there (Debian 13: sudo apt-get install docker-compose). The tests with it are SKIPPED." >&2
    return 0
  fi
  echo "Fetching docker-compose to $plugins"
  part=$(mktemp -d)
  if fetch_compose "$part" && mkdir -p "$plugins" && cp "$part"/x/usr/libexec/docker/cli-plugins/docker-compose "$plugins/"; then
    echo "Docker compose: $(docker compose version --short)"
  else
    echo "Docker compose: cannot be had here, see above. The tests with it are SKIPPED." >&2
  fi
  rm -rf "$part"
}

fetch_compose() (
  part=$1
  mirror=$(debian_mirror) || return 1
  mkdir -p "$part/lists/partial" "$part/cache/archives/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$part/sources.list"
  apt=(apt-get -q -o "Dir::Etc::sourcelist=$part/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$part/lists" -o "Dir::Cache=$part/cache"
    -o APT::Sandbox::User=root)
  cd "$part" || return 1
  "${apt[@]}" update </dev/null >/dev/null && "${apt[@]}" download docker-compose=2.26.1-4 </dev/null && dpkg-deb -x docker-compose_*.deb x
)

# Ends the daemon that need_docker started; one that was there before goes on.
stop_docker() {
  if [[ -n ${started_docker:-} ]]; then
    kill "$started_docker" 2>/dev/null && wait "$started_docker"
    started_docker=
  fi
  return 0
}
