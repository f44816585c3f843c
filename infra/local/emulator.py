"""Starts MiniStack with two things set right for a cell that is stopped and started on one machine."""

import sys

from ministack.core.iam_evaluator import pin_request_origin
from ministack.services import dynamodb

# On this machine nothing leaves the loopback interface, so there is no TLS; the buckets' TLS-only policies would deny
# the distribution its own site. Every request counts as made over TLS.
pin_request_origin("127.0.0.1", True)

# MiniStack 1.5.33 keeps the readers' positions in a table's stream over a restart, but not the stream: readers would
# skip as many changes as they had read before. The stream is kept beside the positions.
_own_state = dynamodb.get_state
_own_load = dynamodb.load_persisted_state


def _state_with_streams():
    return {
        **_own_state(),
        "stream_records": dynamodb.copy.deepcopy(dynamodb._stream_records),
        "stream_trimmed": dynamodb.copy.deepcopy(dynamodb._stream_trimmed),
    }


def _load_with_streams(data):
    _own_load(data)
    dynamodb._stream_records.update(data.get("stream_records", {}))
    dynamodb._stream_trimmed.update(data.get("stream_trimmed", {}))


dynamodb.get_state = _state_with_streams
dynamodb.load_persisted_state = _load_with_streams

from ministack.app import main  # noqa: E402  (the context variable must be set before the server takes its copy)

# The argument, the stack's home, is only there to be seen in the list of processes: by it a later launcher knows what
# an earlier one left behind. MiniStack would refuse it.
del sys.argv[1:]
main()
