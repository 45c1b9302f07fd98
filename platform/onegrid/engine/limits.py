"""Every limit of the engine in one place; docs/reference/limits.md says what happens beyond each, and a test compares.

They are chosen so that the worst that they let in is answered within two seconds and 300 MB. Those of FEEL stand in
`onegrid.feel`, which knows no engine.
"""

MEGABYTE = 1024 * 1024

# files
FILE_BYTES = 8 * MEGABYTE
XML_DEPTH = 100
XML_ELEMENTS = 200_000
PROCESS_NODES = 5_000

# running
ACT_ELEMENTS = 50_000
ELEMENT_FEEL_STEPS = 1_000_000
CALL_DEPTH = 20
INSTANCES = 5_000
DATA_DEPTH = 64

# Python scripts
SCRIPT_CHARACTERS = 20_000
SCRIPT_SECONDS = 0.5
SCRIPT_SECONDS_TO_KILL = 0.5
SCRIPT_MEMORY = 64 * MEGABYTE
SCRIPT_OUTPUT = MEGABYTE
SCRIPT_RECURSION = 200

# rehearsals and commands
REHEARSAL_ACTS = 2_000
COMMAND_FILES = 50
COMMAND_LINE_BYTES = 16 * MEGABYTE
COMMAND_SECONDS = 10.0
