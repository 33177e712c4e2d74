// Package bot stands in for the library of that name.
package bot
