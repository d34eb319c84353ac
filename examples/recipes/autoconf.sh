#!/bin/sh
# A project with a configure script, on a farm. It runs in the folder of the source, with the environment of the farm's
# ConfigMap. Its arguments are those of configure. At home stay: all of configure, links, archives and generated
# sources.
set -eu

# Without distcc: configure tries hundreds of tiny files one after the other, and each would wait for the network.
./configure "$@"

# On the command line of make, the compilers take the place of those that configure wrote down.
make -j "${JOBS:-20}" CC="distcc gcc" CXX="distcc g++"
