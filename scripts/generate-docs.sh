#!/usr/bin/env bash
# Writes docs/reference/settings.md and the guarantees table of README.md from the code. With --check only compares.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec ./meridian docs "$@"
