"""What a published version froze of a process: the files it is compiled from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Sources:
    """One process: the designer's own BPMN bytes, its decisions, and which process of the file is meant."""

    bpmn: bytes
    decisions: Mapping[str, bytes] = field(default_factory=dict)  # file name -> DMN
    process_id: str = ""

    def checksum(self) -> str:
        """The same for the same content, whatever the order in which the decisions were given."""
        digest = sha256(self.process_id.encode() + b"\0" + self.bpmn)
        for name in sorted(self.decisions):
            digest.update(b"\0" + name.encode() + b"\0" + self.decisions[name])
        return digest.hexdigest()
