#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Pairscape authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rules of the house that a compiler does not check: layers, Torch and Qt apart, licence headers.
# Usage: house_rules.sh REPOSITORY
set -uo pipefail
cd "$1" || exit 1
failures=0
complain() {
  echo "$1"
  failures=$((failures + 1))
}

# What the sources of each folder of core/ may include from other folders of core/.
declare -A may_include=(
  [base]=""
  [space]="base"
  [operators]="base space"
  [zeroshot]="base space operators"
  [training]="base space operators"
  [accelerator]="base space"
  [search]="base space operators zeroshot training accelerator"
  [study]="base space operators zeroshot training accelerator search"
  [ranks]="base space operators zeroshot training accelerator search study"
  [interchange]="base space operators zeroshot training accelerator search study"
)
for folder in core/*/; do
  room=$(basename "$folder")
  [ -n "${may_include[$room]+known}" ] || { complain "core/$room is not in the list of layers"; continue; }
  while IFS=: read -r file included; do
    case " $room ${may_include[$room]} " in
      *" $included "*) ;;
      *) complain "$file includes core/$included, which is above core/$room" ;;
    esac
  done < <(grep -rHoE '#include "core/[a-z]+/' "$folder" --include='*.h' --include='*.cpp' |
    sed -E 's|#include "core/([a-z]+)/|\1|')
done

while read -r file; do
  complain "$file includes Qt, which core/ must not know"
done < <(grep -rlE '#include *[<"](Q[A-Z]|qcustomplot)' core)

while read -r file; do
  complain "$file includes LibTorch, which only core/operators, core/zeroshot and core/training may"
done < <(grep -rlE '#include *<(torch|ATen|c10)/' core ui app --include='*.h' --include='*.cpp' |
  grep -vE '^core/(operators|zeroshot|training)/')

for header in core/{accelerator,space,search,study,interchange}/*.h core/zeroshot/{scorer,reference_population,raw_scores}.h; do
  [ -e "$header" ] || continue
  grep -qE '#include *(<(torch|ATen|c10)/|"core/operators/)' "$header" && complain "$header must not need LibTorch"
done

while read -r file; do
  grep -lE '#include *[<"](Q[A-Z]|qcustomplot)' "$file"
done < <(grep -rlE '#include *<(torch|ATen|c10)/' core ui app tests --include='*.h' --include='*.cpp') |
  while read -r file; do echo "$file includes both LibTorch and Qt"; done | grep . && failures=$((failures + 1))

while read -r file; do
  head -n 4 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || complain "$file has no SPDX header"
done < <(find app core ui tests cmake packaging .ci -type f \
  \( -name '*.h' -o -name '*.cpp' -o -name '*.cmake' -o -name '*.sh' -o -name CMakeLists.txt \))

[ "$failures" -eq 0 ] && echo "The house is in order."
exit "$((failures > 0))"
