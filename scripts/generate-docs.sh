#!/usr/bin/env bash
# Writes the generated pages of docs/reference (settings, sidecar protocol, telemetry, trading schema, manifest, metrics), the dashboards of monitoring/grafana and the guarantees table of README.md from the code. With --check only compares.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec ./meridian docs "$@"
