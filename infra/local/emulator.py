"""Starts MiniStack with every request counted as made over TLS.

On this machine nothing leaves the loopback interface, so there is no TLS; the buckets' TLS-only policies would deny
the distribution its own site.
"""

from ministack.core.iam_evaluator import pin_request_origin

pin_request_origin("127.0.0.1", True)

from ministack.app import main  # noqa: E402  (the context variable must be set before the server takes its copy)

main()
