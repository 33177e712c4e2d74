package quicklog

// repair replaces keystrokes of Telex and VNI that were typed while the input method was off.
func (l *line) repair() {}
