#!/bin/sh
# CMake with Ninja on a farm. It runs in the folder of the source, with the environment of the farm's ConfigMap. At home
# stay: what CMake tries while it configures, links, archives and custom commands.
set -eu

# A launcher stands before compiles only, so no link goes through distcc. For C++20 and later, CMake has each source
# looked through for modules, and then gives each compile a map of them. Such a compile reads files that the protocol
# does not carry: the farm refuses it. Leave the line out if you have modules. A volunteer cannot use a precompiled
# header, and it would be made at home before all else.
cmake -G Ninja -S . -B build -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_C_COMPILER_LAUNCHER=distcc -DCMAKE_CXX_COMPILER_LAUNCHER=distcc \
  -DCMAKE_CXX_SCAN_FOR_MODULES=OFF \
  -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON

# Without -j, Ninja starts as many jobs as this machine has cores.
cmake --build build -j "${JOBS:-20}"
