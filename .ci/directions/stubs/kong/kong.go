// Package kong stands in for the library of that name.
package kong
