"""A fixed loop, which costs more while the machine is slower: what else costs is told in loops."""

import json
import os
import socket
import time

TURNS = 30  # about a millisecond


def loop_seconds() -> float:
    """Return the processor time of one loop: dictionaries, texts and small sends, as a server has them."""
    ours, theirs = socket.socketpair()
    begun = time.process_time()
    kept: dict[str, list[int]] = {}
    for number in range(TURNS):
        message = {"id": str(number), "text": f"message number {number} " * 4, "author": {"name": "ada"}}
        for each in json.loads(json.dumps([message] * 4)):
            for place, word in enumerate(each["text"].lower().split()):
                kept.setdefault(word, []).append(place)
        sent = os.write(ours.fileno(), b"x" * 500)
        os.read(theirs.fileno(), sent)
    spent = time.process_time() - begun
    ours.close()
    theirs.close()
    return spent
