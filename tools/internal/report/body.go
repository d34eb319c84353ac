// Package report tells the dispatcher that a volunteer listens, and which compilers it has.
package report

import (
	"encoding/json"

	"dev.compilefarm/tools/internal/compilers"
)

// What the dispatcher reads at most.
const maxBodyBytes = 64 << 10

// What this distccd does by itself.
const (
	// It refuses a job that names a file by an absolute path which is not here (patch 0005).
	checksPaths = "paths"
	// It tells the compiler that the source is preprocessed where the client names its language (patch 0006).
	checksLanguages = "languages"
)

type body struct {
	Compilers   []compiler `json:"compilers"`
	Checks      []string   `json:"checks"`
	MemoryBytes int64      `json:"memoryBytes,omitempty"`
}

type compiler struct {
	Path    string   `json:"path"`
	Version string   `json:"version"`
	Machine string   `json:"machine"`
	Digest  string   `json:"digest"`
	Names   []string `json:"names"`
}

// Body is the report on these compilers, or nothing where it would be too long: a volunteer that does not say what it has is
// tried with everything. memoryBytes is the limit of the container, or 0 where there is none.
func Body(facts []compilers.Fact, memoryBytes int64) []byte {
	said := body{Compilers: []compiler{}, Checks: []string{checksPaths, checksLanguages}, MemoryBytes: memoryBytes}
	for _, fact := range facts {
		said.Compilers = append(said.Compilers, compiler{fact.Path, fact.Version, fact.Machine, fact.Digest, fact.Names})
	}
	text, err := json.Marshal(said)
	if err != nil || len(text) > maxBodyBytes {
		return nil
	}
	return text
}
