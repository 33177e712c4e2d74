package learning

// Corrections counts entries that their people corrected soon after writing them, in all and by what was changed.
type Corrections struct {
	Entries                                     int
	Title, Minutes, Days, Kind, Field, Provider int
}

// Parts are the counts by the name of the part.
func (c Corrections) Parts() map[string]int {
	return map[string]int{
		"title": c.Title, "minutes": c.Minutes, "days": c.Days, "kind": c.Kind, "field": c.Field, "provider": c.Provider,
	}
}
