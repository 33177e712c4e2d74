// Package locales holds what people read: one file of sentences for each language.
//
// Vietnamese is written first, English is complete. The keys, placeholders and plural forms of the files
// agree; the tests see to that.
package locales

import "embed"

// FS holds active.<language>.toml.
//
//go:embed *.toml
var FS embed.FS
