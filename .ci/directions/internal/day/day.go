// Package day is a room of the house in which each forbidden import stands once.
package day
