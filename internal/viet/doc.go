// Package viet holds what is general about Vietnamese text: canonical form, folding for comparison (đ too), the place of tone
// marks, the order of names, the grammar of a written syllable, and the repair of Telex and VNI keystrokes that were typed while
// the input method was off.
//
// Guarantees: pure functions without state, clock or I/O, safe for concurrent use; none panics on any input; precomposed (NFC) and
// decomposed (NFD) spellings give the same answer everywhere.
//
// It does not correct spelling, does not know words (only syllables), and does not translate.
package viet
