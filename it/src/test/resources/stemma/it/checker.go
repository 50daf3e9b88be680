// A reader of logs that knows C2SP's formats and nothing of Stemma. All hashing, proofs and notes are
// those of Go's own packages, which were written by others, for another log.
//
//	checker proof KEY PROOF                          one proof
//	checker log KEY ADDRESS [OLD-CHECKPOINT]         a whole log, in a folder or over HTTP
//	checker consistency KEY OLD NEW PROOF            two checkpoints and a proof in hexadecimal
//	checker witness-key NAME SEED                    the public key of a witness
//	checker cosign NAME SEED KEY NOTE SECONDS        the note with that witness's line
//	checker cosigned KEY WITNESS-KEY NOTE            a note that both must have signed
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"checker/note"
	"checker/tlog"
)

const height = 8
const width = 1 << height

func must(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func demand(holds bool, otherwise string) {
	if !holds {
		must(errors.New(otherwise))
	}
}

func decoded(text string) []byte {
	bytes, err := base64.StdEncoding.DecodeString(text)
	must(err)
	return bytes
}

func read(name string) []byte {
	bytes, err := os.ReadFile(name)
	must(err)
	return bytes
}

func opened(key string, signed []byte) (string, tlog.Tree) {
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(key))))
	must(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	demand(lines[0] == verifier.Name(), "another origin")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	var root tlog.Hash
	copy(root[:], decoded(lines[2]))
	return opened.Text, tlog.Tree{N: size, Hash: root}
}

// proof: extra is a salt and an entry; what stands in the log is SHA-256(2, extra).
func proof(key, file string) {
	parts := bytes.SplitN(read(file), []byte("\n\n"), 2)
	demand(len(parts) == 2, "no checkpoint")
	_, tree := opened(key, parts[1])
	head := strings.Split(string(parts[0]), "\n")
	demand(len(head) >= 3 && head[0] == "c2sp.org/tlog-proof@v1", "no proof")
	extra := decoded(strings.TrimPrefix(head[1], "extra "))
	index, err := strconv.ParseInt(strings.TrimPrefix(head[2], "index "), 10, 64)
	must(err)
	var path tlog.RecordProof
	for _, line := range head[3:] {
		var hash tlog.Hash
		copy(hash[:], decoded(line))
		path = append(path, hash)
	}
	commitment := sha256.Sum256(append([]byte{2}, extra...))
	must(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(commitment[:])))
	fmt.Println("accepted", index, "of", tree.N)
}

type place string

func (at place) get(name string) []byte {
	if !strings.HasPrefix(string(at), "http://") {
		return read(string(at) + "/" + name)
	}
	answer, err := http.Get(string(at) + "/" + name)
	must(err)
	defer answer.Body.Close()
	demand(answer.StatusCode == 200, name+" has status "+answer.Status)
	body, err := io.ReadAll(answer.Body)
	must(err)
	return body
}

func (at place) Height() int { return height }

func (at place) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data := at.get("tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", tile.Path(), len(data))
		}
		all = append(all, data)
	}
	return all, nil
}

func (at place) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// bundles reads the entries by the names that the tiles of level 0 have.
func (at place) bundles(size int64) [][]byte {
	var entries [][]byte
	for first := int64(0); first < size; first += width {
		tile := tlog.Tile{H: height, L: 0, N: first / width, W: width}
		if size-first < width {
			tile.W = int(size - first)
		}
		bundle := at.get("tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/0/"))
		for i := 0; i < tile.W; i++ {
			demand(len(bundle) >= 2, "a bundle is too short")
			length := int(binary.BigEndian.Uint16(bundle))
			demand(len(bundle) >= 2+length, "a bundle is too short")
			entries = append(entries, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
		demand(len(bundle) == 0, "a bundle is too long")
	}
	return entries
}

func log(key, address, old string) {
	at := place(address)
	_, tree := opened(key, at.get("checkpoint"))
	reader := tlog.TileHashReader(tree, at)
	var indexes []int64
	for i := int64(0); i < tree.N; i++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, i))
	}
	hashes, err := reader.ReadHashes(indexes)
	must(err)
	entries := at.bundles(tree.N)
	for i, entry := range entries {
		demand(hashes[i] == tlog.RecordHash(entry), fmt.Sprint("entry ", i, " is another"))
	}
	for i := int64(0); i < tree.N; i += 1 + tree.N/20 {
		path, err := tlog.ProveRecord(tree.N, i, reader)
		must(err)
		must(tlog.CheckRecord(path, tree.N, tree.Hash, i, tlog.RecordHash(entries[i])))
	}
	if old != "" {
		_, before := opened(key, read(old))
		path, err := tlog.ProveTree(tree.N, before.N, reader)
		must(err)
		must(tlog.CheckTree(path, tree.N, tree.Hash, before.N, before.Hash))
	}
	fmt.Println("accepted", tree.N, "entries")
}

func consistency(key, old, new, file string) {
	_, before := opened(key, read(old))
	_, after := opened(key, read(new))
	var path tlog.TreeProof
	for _, line := range strings.Split(strings.TrimSuffix(string(read(file)), "\n"), "\n") {
		raw, err := hex.DecodeString(line)
		must(err)
		demand(len(raw) == tlog.HashSize, "a hash is too short")
		var hash tlog.Hash
		copy(hash[:], raw)
		path = append(path, hash)
	}
	must(tlog.CheckTree(path, after.N, after.Hash, before.N, before.Hash))
	fmt.Println("accepted", before.N, "to", after.N)
}

func witness(name, seed string) (ed25519.PrivateKey, uint32, []byte) {
	raw := sha256.Sum256([]byte(seed))
	private := ed25519.NewKeyFromSeed(raw[:])
	tagged := append([]byte{4}, private.Public().(ed25519.PublicKey)...)
	id := sha256.Sum256(append([]byte(name+"\n"), tagged...))
	return private, binary.BigEndian.Uint32(id[:]), tagged
}

func message(seconds uint64, text string) []byte {
	return []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, text))
}

func cosign(name, seed, key, file, at string) {
	signed := read(file)
	text, _ := opened(key, signed)
	private, id, _ := witness(name, seed)
	seconds, err := strconv.ParseUint(at, 10, 64)
	must(err)
	line := binary.BigEndian.AppendUint32(nil, id)
	line = binary.BigEndian.AppendUint64(line, seconds)
	line = append(line, ed25519.Sign(private, message(seconds, text))...)
	fmt.Printf("%s— %s %s\n", signed, name, base64.StdEncoding.EncodeToString(line))
}

type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(text, sig []byte) bool {
	return len(sig) == 72 && ed25519.Verify(c.key, message(binary.BigEndian.Uint64(sig), string(text)), sig[8:])
}

func cosigned(key, witnessKey, file string) {
	signed := read(file)
	opened(key, signed)
	parts := strings.SplitN(strings.TrimSpace(witnessKey), "+", 3)
	id, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	by := cosigner{parts[0], uint32(id), decoded(parts[2])[1:]}
	_, err = note.Open(signed, note.VerifierList(by))
	must(err)
	fmt.Println("accepted", by.name)
}

func main() {
	a := append(os.Args[1:], "", "", "", "", "", "")
	switch a[0] {
	case "proof":
		proof(a[1], a[2])
	case "log":
		log(a[1], a[2], a[3])
	case "consistency":
		consistency(a[1], a[2], a[3], a[4])
	case "witness-key":
		_, id, tagged := witness(a[1], a[2])
		fmt.Printf("%s+%08x+%s\n", a[1], id, base64.StdEncoding.EncodeToString(tagged))
	case "cosign":
		cosign(a[1], a[2], a[3], a[4], a[5])
	case "cosigned":
		cosigned(a[1], a[2], a[3])
	default:
		must(errors.New("no such check"))
	}
}
