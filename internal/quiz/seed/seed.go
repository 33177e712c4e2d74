// Package seed holds the bank of questions that comes with the program, as a file that internal/quizfile reads.
//
// It is data and nothing else; README.md says where it comes from and what its states mean.
package seed

import _ "embed"

//go:embed bank.json
var bank string

// Bank returns the file.
func Bank() []byte { return []byte(bank) }
