"""Checks an exported log, and proofs of its entries, with Python's standard library and openssl.

    python3 check.py              every bundle, tile, the root and the signature of this folder
    python3 check.py PROOF KEY    one proof, as `stemma log prove` prints it, by the log's public key
"""
import base64
import hashlib
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH = 256


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def decoded(text):
    return base64.b64decode(text, validate=True)


def read(name):
    with open(os.path.join(HERE, name), "rb") as file:
        return file.read()


def opened(note, key):
    """Origin, size and root of a note that this key signed."""
    assert note.endswith("\n"), "the note is cut short"
    body, lines = note[:-1].rsplit("\n\n", 1)
    name, key_id, tagged = key.strip().split("+", 2)
    raw = decoded(tagged)
    assert raw[0] == 1 and sha(name.encode(), b"\n", raw).hex()[:8] == key_id, "this is no Ed25519 key of a note"
    own = [decoded(line.split(" ")[2]) for line in lines.split("\n") if line.split(" ")[1] == name]
    own = [line[4:] for line in own if line[:4].hex() == key_id]
    assert own, "the log's own signature is missing"
    with tempfile.TemporaryDirectory() as folder:
        def put(file, data):
            with open(os.path.join(folder, file), "wb") as out:
                out.write(data)
            return os.path.join(folder, file)
        der = bytes.fromhex("302a300506032b6570032100") + raw[1:]
        result = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey", put("key", der),
             "-in", put("body", (body + "\n").encode()), "-sigfile", put("sig", own[0])],
            capture_output=True, text=True)
    assert result.returncode == 0, "the checkpoint is not signed by this key"
    origin, size, root = body.split("\n")[:3]
    return origin, int(size), decoded(root)


def path(level, number, width):
    groups = "%03d" % (number % 1000)
    while number >= 1000:
        number //= 1000
        groups = "x%03d/%s" % (number % 1000, groups)
    return "tile/%s/%s%s" % (level, groups, "" if width == WIDTH else ".p/%d" % width)


def root_of(hashes):
    """RFC 6962's tree hash of these leaves."""
    if not hashes:
        return sha()
    while len(hashes) > 1:
        pairs = [sha(b"\1", a, b) for a, b in zip(hashes[::2], hashes[1::2])]
        hashes = pairs + hashes[len(pairs) * 2:]
    return hashes[0]


def check_export():
    origin, size, root = opened(read("checkpoint").decode(), read("node.pub").decode())
    leaves = []
    for start in range(0, size, WIDTH):
        width = min(WIDTH, size - start)
        bundle = read(path("entries", start // WIDTH, width))
        assert len(bundle) == 34 * width, "the bundle at entry %d has another length" % start
        for at in range(0, len(bundle), 34):
            assert bundle[at:at + 2] == b"\0\x20", "entry %d is no commitment" % (start + at // 34)
            leaves.append(sha(b"\0", bundle[at + 2:at + 34]))
    assert root_of(leaves) == root, "the entries are not those that were signed"
    level, hashes = 0, leaves
    while hashes:
        for start in range(0, len(hashes), WIDTH):
            part = hashes[start:start + WIDTH]
            name = path(level, start // WIDTH, len(part))
            assert read(name) == b"".join(part), name + " differs from the entries"
        whole = len(hashes) // WIDTH * WIDTH
        hashes = [root_of(hashes[at:at + WIDTH]) for at in range(0, whole, WIDTH)]
        level += 1
    print("the %d entries of %s are those that were signed, root %s" % (size, origin, root.hex()))


def check_proof(proof, key):
    head, note = proof.split("\n\n", 1)
    origin, size, root = opened(note, key)
    lines = head.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    extra = decoded(lines[1].removeprefix("extra "))
    index = int(lines[2].removeprefix("index "))
    commitment = sha(b"\2", extra)                        # the salt, 16 bytes, then the entry
    node, fn, sn = sha(b"\0", commitment), index, size - 1
    for sibling in map(decoded, lines[3:]):      # RFC 9162, section 2.1.3.2
        assert sn, "the path is too long"
        if fn & 1 or fn == sn:
            node = sha(b"\1", sibling, node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = sha(b"\1", node, sibling)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0 and node == root, "the entry is not under this root"
    print("entry %d of %d is in the log that %s signed:\n%s" % (index, size, origin, extra[16:].decode()))


try:
    if len(sys.argv) == 3:
        with open(sys.argv[1]) as proof_file, open(sys.argv[2]) as key_file:
            check_proof(proof_file.read(), key_file.read())
    else:
        check_export()
except (AssertionError, OSError, ValueError, IndexError) as refused:
    sys.exit("refused: %s" % refused)
