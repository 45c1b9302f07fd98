"""Every limit of the engine in one place; docs/reference/limits.md says what happens beyond each, and a test compares.

They are chosen so that the worst that they let in is answered within two seconds and 300 MB. Those of FEEL stand in
`onegrid.feel`, which knows no engine.
"""

MEGABYTE = 1024 * 1024

# files
FILE_BYTES = 8 * MEGABYTE
XML_DEPTH = 100
XML_ELEMENTS = 200_000
FILE_NODES = 3_000
FILE_WORDS = 5_000  # words of other engines that are told one by one
FILE_FLOWS = 6_000
FILE_PROCESS_NODES = 9_000  # its processes, multiplied by all their flow nodes: each is checked beside the others
FILE_LANES = 3_000
FILE_MESSAGE_FLOWS = 6_000
DELIVERY_PROCESSES = 200
DELIVERY_ELEMENTS = 200_000
DELIVERY_NODES = 3_000  # flow nodes of all its files: to check and try one takes some 500 µs
DELIVERY_EXPRESSIONS = 250_000  # characters: to translate, check and try one takes some 5 µs
LAYOUT_ELEMENTS = 20_000  # a file beyond another limit gets no drawing of ours where it has more elements
DECISION_ELEMENTS = 60_000
DECISIONS = 3_000

# running
ACT_ELEMENTS = 50_000
ELEMENT_FEEL_STEPS = 1_000_000
ACT_FEEL_STEPS = 2_000_000
CALL_DEPTH = 20
INSTANCES = 5_000
ACT_INSTANCES = 10_000
DATA_DEPTH = 64
DATA_SIZE = 4_000_000
ACT_DATA_SIZE = 8_000_000
STATE_BYTES = 16 * MEGABYTE

# Python scripts
SCRIPT_CHARACTERS = 20_000
SCRIPT_SECONDS = 0.5
SCRIPT_SECONDS_TO_KILL = 1.0
SCRIPT_MEMORY = 64 * MEGABYTE
SCRIPT_OUTPUT = MEGABYTE
SCRIPT_RECURSION = 200

# rehearsals and commands
REHEARSAL_ACTS = 2_000
REHEARSAL_OPEN = 200_000  # what is open at each act, over all acts: an act costs some 8 µs for each
COMMAND_FILES = 50
COMMAND_LINE_BYTES = 16 * MEGABYTE
COMMAND_SECONDS = 10.0
