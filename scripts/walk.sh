#!/bin/sh
# One case from report to score, call by call: the blocks of README.md in their order, and nothing else.
# Needs a running city (make run), curl and python3. CITY says where it answers.
set -eu

CITY=${CITY:-http://127.0.0.1:8000}
API=$CITY/api/v1

field() { # one value out of the JSON that comes in, e.g. `field results.0.id`
  python3 -c '
import json, sys
text = sys.stdin.read()
try:
    found = json.loads(text)
    for key in sys.argv[1].split("."):
        found = found[int(key) if key.isdigit() else key]
except (ValueError, KeyError, IndexError):
    sys.exit("no " + sys.argv[1] + " in: " + text)
print(found)' "$1"
}

REPORT=$(curl -sS "$API/reports/" \
  -H 'Authorization: Source hotline-12345.demo-hotline' \
  -H "Idempotency-Key: $(python3 -c 'import uuid; print(uuid.uuid4())')" \
  -H 'Content-Type: application/json' \
  -d '{
    "title": "永安路工地扬尘",
    "description": "工地裸土没有覆盖，刮风时扬尘很大",
    "category": "event-03-02",
    "division": "321311002002001",
    "place": "永安路北侧工地",
    "reporter": {"name": "王女士", "phone": "13900000000"}
  }')
CASE=$(echo "$REPORT" | field case_number)
echo "registered: $CASE"

sign_in() { # every demo account has the same password
  TOKEN=$(curl -sS "$API/tokens/" -H 'Content-Type: application/json' \
    -d "{\"username\": \"$1\", \"password\": \"onegrid-demo\"}" | field token)
}

sign_in yuxin.grid
curl -sS "$API/work-items/?box=pool&case=$CASE" -H "Authorization: Bearer $TOKEN" | field results.0.name

photo() { # upload one; a 1 x 1 picture of any colour serves here
  python3 -c '
import os, struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
pixel = zlib.compress(b"\0" + os.urandom(3))
header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
sys.stdout.buffer.write(png)' |
    curl -sS "$API/attachments/" -H "Authorization: Bearer $TOKEN" -F 'file=@-;filename=photo.png' | field key
}

do_task() { # ELEMENT OUTCOME ANSWERS [BOX]: do the caller's task of this case
  TASK=$(curl -sS "$API/work-items/?box=${4:-pool}&case=$CASE&element=$1" -H "Authorization: Bearer $TOKEN" | field results.0.id)
  DONE=$(curl -sS "$API/work-items/$TASK/complete/" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    -d "{\"outcome\": \"$2\", \"answers\": $3}")
  echo "$1: $(echo "$DONE" | field outcome)"
}

do_task verify_on_site genuine "{\"verification_photos\": [\"$(photo)\"], \"verification_note\": \"现场裸土未覆盖，情况属实\"}"

sign_in suyu.intake
STANDARD=$(curl -sS "$API/standards/?category=event-03-02" -H "Authorization: Bearer $TOKEN" | field results.0.code)
do_task file file "{\"standard\": \"$STANDARD\", \"filing_note\": \"符合立案条件\"}"

sign_in suyu.dispatch
do_task dispatch dispatch '{"lead_unit": "D-C321311-urban_management", "dispatch_note": "请当日到场"}'

sign_in suyu.urban.handler
HANDLER=$(curl -sS "$API/me/" -H "Authorization: Bearer $TOKEN" | field person.id)

sign_in suyu.urban.lead
do_task accept accept '{}'
do_task assign assign "{\"handler\": $HANDLER, \"assignment_note\": \"请督促施工单位覆盖\"}"

sign_in suyu.urban.handler
do_task handle done "{\"photos_before\": [\"$(photo)\"], \"photos_after\": [\"$(photo)\"], \"handling_note\": \"裸土已全部覆盖\"}" mine

sign_in yuxin.grid
do_task check_by_grid passed "{\"check_photos\": [\"$(photo)\"], \"check_note\": \"已覆盖，无扬尘\"}"

sign_in suyu.intake
do_task close close '{"condition_met": true, "closing_note": "工地裸土已覆盖，感谢您的监督。"}'

sign_in city.intake
until curl -sS "$API/work-items/?box=pool&case=$CASE" -H "Authorization: Bearer $TOKEN" | grep -q call_back; do sleep 1; done
do_task call_back satisfied '{"call_back_note": "来电人表示满意"}'

curl -sS "$API/cases/$CASE/events/?page_size=200" -H "Authorization: Bearer $TOKEN" | python3 -c '
import json, sys
print("milestones:", *(e["milestone"] for e in json.load(sys.stdin)["results"] if e["milestone"]))'
OVER=$(curl -sS "$API/cases/$CASE/" -H "Authorization: Bearer $TOKEN")
echo "status: $(echo "$OVER" | field status), reply: $(echo "$OVER" | field sources.0.reply_state)," \
  "satisfaction: $(echo "$OVER" | field satisfaction), score: $(echo "$OVER" | field score)"
