#!/bin/bash
# Entry point of every processing job: installs what the step needs beyond its image, then runs its __main__.py.
# --no-deps: a step lists all it adds (requirements.txt is a lock), and nothing of the image is replaced.
set -eu
cd "$(dirname "$0")/.."
if [ -f requirements.txt ]; then
  python3 -m pip install --quiet --no-deps --require-hashes -r requirements.txt
fi
exec python3 __main__.py "$@"
