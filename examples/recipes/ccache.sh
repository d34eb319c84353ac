#!/bin/sh
# ccache before the farm, with CMake and Ninja. It runs in the folder of the source, with the environment of the farm's
# ConfigMap. At home stay: all that the cache answers, and what stays there with CMake alone (cmake-ninja.sh).
set -eu

# ccache calls distcc for what it does not know. The other way round, distcc before ccache, the volunteers would look
# for a cache, and they have none.
export CCACHE_PREFIX=distcc

# A volume that outlives the pod, or the cache is empty each time.
export CCACHE_DIR="${CCACHE_DIR:-/cache}"

# Paths below this folder count from here, so that a checkout in another place finds the same results.
export CCACHE_BASEDIR="$PWD"

cmake -G Ninja -S . -B build -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
  -DCMAKE_CXX_SCAN_FOR_MODULES=OFF -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON
cmake --build build -j "${JOBS:-20}"

# "Cacheable calls" with few hits on a second build say that the cache was not kept, or that paths or times are compiled
# in.
ccache --show-stats
