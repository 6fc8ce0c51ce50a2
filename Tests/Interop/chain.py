"""The chain of a writer and the chain of the log: Protocol/2-lines.md."""

import trust


def writer_start(event, node, epoch):
    return trust.sha256(trust.signed_text("muster chain 1", event, node, epoch)).hex()


def log_start(event):
    return trust.sha256(trust.signed_text("muster log 1", event)).hex()


def link(before, digest):
    return trust.sha256(bytes.fromhex(before) + digest).hex()


def after_lines(before, lines):
    for line in lines:
        before = link(before, trust.sha256(line))
    return before


def after_body(before, body):
    return link(before, trust.sha256(body))


def op_id(line):
    return trust.sha256(line)[:16].hex()
