#!/bin/sh
# Installs the peers at their pinned versions: sh setup.sh DIR [PYTHON]
# makes DIR/peers, DIR/quest, DIR/tensorcircuit and DIR/qiskit-ml, the environments that run.py,
# differentiate.py and learn.py use with --environments DIR.
set -eu
directory=${1:?usage: setup.sh DIR [PYTHON]}
python=${2:-python3.11}
here=$(cd "$(dirname "$0")" && pwd)
for name in peers quest tensorcircuit qiskit-ml; do
  case $name in peers) list=requirements.txt ;; *) list=requirements-$name.txt ;; esac
  "$python" -m venv "$directory/$name"
  "$directory/$name/bin/pip" install --quiet --requirement "$here/$list"
done
