package learning

// Evidence is a file attached to an entry. It is stored once by the hash of its content.
type Evidence struct {
	Hash string // SHA-256, hexadecimal
	Name string // as the person's device called it, or made up from the entry
	MIME string // found by looking at the content
	Size int64  // bytes
}

// Bounds of evidence.
const (
	MaxEvidenceBytes    = 10 << 20
	MaxEvidencePerEntry = 10
)
