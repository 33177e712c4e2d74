// Package newnoun is a room of the house in which each forbidden import stands once.
package newnoun

import (
	_ "sohoc/internal/people"
	_ "sohoc/internal/quiz" // want nouns
)
